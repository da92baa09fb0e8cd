package io.exportroutes.app;

import io.exportroutes.config.ChannelConfig;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.SinkValues;
import io.exportroutes.kamelet.api.ApiRequests;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.camel.spi.LoadablePropertiesSource;
import org.jspecify.annotations.Nullable;

/**
 * Gives each Kamelet its properties by Camel's own names ({@code camel.kamelet.<kamelet>.<destination>.<property>}), so
 * that no secret has to stand in an endpoint URI.
 */
final class KameletProperties implements LoadablePropertiesSource {
    private static final String PREFIX = "camel.kamelet.";
    /** Before the name of a destination, for a Kamelet that channels have as well. */
    static final String DESTINATION = "destination-";

    static final String CHANNEL = "channel-";

    /** Before the name of a destination that is read: it becomes the id of a route, and its sink has the bare name; names have no underscore. */
    static final String READ = "read_";

    private final Properties properties = new Properties();

    KameletProperties(ExportsConfig config) {
        for (DestinationConfig destination : config.destinations().values()) {
            SinkValues settings = destination.sink().settings();
            add(destination.kamelet(), destination.name(), settings);
            add(destination.archiveKamelet(), READ + destination.name(), settings);
            add(destination.checkKamelet(), DESTINATION + destination.name(), settings);
        }
        for (ChannelConfig channel : config.operators().channels().values()) {
            add(channel.kamelet(), channel.name(), channel.settings());
            add(channel.checkKamelet(), CHANNEL + channel.name(), channel.settings());
        }
        for (String call : new String[] {"create-export", "list-exports"}) {
            String prefix = PREFIX + "zangtable-" + call + "-action.";
            properties.setProperty(prefix + "baseUrl", config.api().baseUrl().toString());
            properties.setProperty(prefix + "gate", "#bean:" + ApiRequests.GATE);
            properties.setProperty(prefix + "token", config.api().token().reveal());
            properties.setProperty(
                    prefix + "connectTimeout",
                    Long.toString(config.api().timeouts().connect().toMillis()));
            properties.setProperty(
                    prefix + "readTimeout",
                    Long.toString(config.api().timeouts().read().toMillis()));
        }
    }

    private void add(String kamelet, String id, SinkValues values) {
        values.byName()
                .forEach((name, value) -> properties.setProperty(PREFIX + kamelet + "." + id + "." + name, value));
    }

    @Override
    public String getName() {
        return "exports.yaml";
    }

    @Override
    public @Nullable String getProperty(String name) {
        return properties.getProperty(name);
    }

    @Override
    public Properties loadProperties() {
        return loadProperties(name -> true);
    }

    @Override
    public Properties loadProperties(Predicate<String> filter) {
        Properties chosen = new Properties();
        for (String name : properties.stringPropertyNames()) {
            if (filter.test(name)) {
                chosen.setProperty(name, properties.getProperty(name));
            }
        }
        return chosen;
    }

    @Override
    public void reloadProperties(String location) {
        // exports.yaml is read once, at the start
    }
}
