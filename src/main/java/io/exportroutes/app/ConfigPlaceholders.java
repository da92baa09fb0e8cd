package io.exportroutes.app;

import io.exportroutes.config.yaml.Placeholders;
import java.nio.file.Path;

/** How placeholders of exports.yaml are resolved: the plain ones by us, the vaults' and all others by Camel. */
public final class ConfigPlaceholders {
    private ConfigPlaceholders() {}

    /** Camel is asked only where a placeholder is of no kind of ours. */
    public static Placeholders of(Path configDirectory) {
        return new Placeholders(System::getenv, new CamelPlaceholders(configDirectory));
    }

    /** The file of Camel's own settings, such as a vault's address. */
    static String locations(Path configDirectory) {
        return "file:" + configDirectory.toAbsolutePath() + "/application.properties;optional=true";
    }
}
