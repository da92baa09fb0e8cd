package io.exportroutes.app;

import io.exportroutes.archive.Archives;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.delivery.Archive;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Suggestions;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The destinations of exports.yaml, read by the archive Kamelets of their types. Camel starts with the first one that is read. */
public final class KameletArchives implements Archives, AutoCloseable {
    private final EngineOptions options;
    private final ExportsConfig config;
    private final Clock clock;
    private @Nullable KameletCaller caller;

    public KameletArchives(EngineOptions options, ExportsConfig config, Clock clock) {
        this.options = options;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public boolean canRead(String destination) {
        DestinationConfig known = config.destinations().get(destination);
        return known != null && KameletCaller.has(options, known.archiveKamelet());
    }

    @Override
    public Archive of(String destination) {
        DestinationConfig known = config.destinations().get(destination);
        if (known == null) {
            throw new PermanentFailure(
                    FailureCode.UNKNOWN_DESTINATION,
                    "exports.yaml has no destination " + destination,
                    Suggestions.nearest(destination, config.destinations().keySet())
                            .map(near -> "Did you mean " + near + "?")
                            .orElse("It has "
                                    + String.join(", ", config.destinations().keySet())));
        }
        if (!canRead(destination)) {
            throw new PermanentFailure(
                    FailureCode.WRITE_ONLY,
                    "The destination %s is write-only: there is no Kamelet %s to read it by"
                            .formatted(destination, known.archiveKamelet()),
                    "Choose another destination, or drop that Kamelet into routes/kamelets");
        }
        return new KameletArchive(caller(), known);
    }

    private synchronized KameletCaller caller() {
        KameletCaller present = caller;
        if (present == null) {
            present = new KameletCaller(options, config, clock);
            caller = present;
        }
        return present;
    }

    @Override
    public synchronized void close() {
        if (caller != null) {
            caller.close();
        }
    }
}
