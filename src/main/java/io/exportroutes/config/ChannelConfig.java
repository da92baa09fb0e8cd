package io.exportroutes.config;

import io.exportroutes.config.schema.SinkKind;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A channel that tells people what is wrong.
 *
 * @param name its name in exports.yaml
 * @param type the Kamelet is {@code <type>-notification-sink}
 * @param told what it is told of, and when
 */
public record ChannelConfig(String name, String type, SinkValues settings, Told told) {
    /**
     * @param on the kinds of alarms, by their words, and {@code recovered} for their ends
     * @param remindEvery how long after it was told of an alarm, or reminded, it is reminded that it lasts
     * @param quiet when it is not disturbed; null: never
     */
    public record Told(
            Set<String> on, Duration remindEvery, @Nullable QuietHours quiet) {
        public Told {
            on = Set.copyOf(on);
        }
    }

    /** The name of the Kamelet that sends. */
    public String kamelet() {
        return SinkKind.CHANNEL.kamelet(type);
    }

    /** The name of the Kamelet that tries the channel without sending anything; not every type has one. */
    public String checkKamelet() {
        return type + DestinationConfig.CHECK;
    }

    @Override
    public String toString() {
        return "ChannelConfig[" + name + ", " + type + ", " + settings + "]";
    }
}
