package io.exportroutes.app;

import io.exportroutes.config.yaml.Placeholders;
import java.nio.file.Path;
import org.apache.camel.main.Main;

/** How placeholders of exports.yaml are resolved: the plain ones by us, the vaults' and all others by Camel. */
public final class ConfigPlaceholders {
    private ConfigPlaceholders() {}

    /** Camel is asked only where a placeholder is of no kind of ours. */
    public static Placeholders of(Path configDirectory) {
        return new Placeholders(System::getenv, text -> byCamel(configDirectory, text));
    }

    private static String byCamel(Path configDirectory, String text) {
        Main main = new Main();
        main.addInitialProperty("camel.main.autoConfigurationLogSummary", "false");
        main.setPropertyPlaceholderLocations(locations(configDirectory));
        main.init();
        try {
            return main.getCamelContext().resolvePropertyPlaceholders(text);
        } finally {
            main.stop();
        }
    }

    /** The file of Camel's own settings, such as a vault's address. */
    static String locations(Path configDirectory) {
        return "file:" + configDirectory.toAbsolutePath() + "/application.properties;optional=true";
    }
}
