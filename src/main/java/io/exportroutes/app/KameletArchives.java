package io.exportroutes.app;

import io.exportroutes.archive.Archives;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.delivery.Archive;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.kamelet.KameletArchive;
import io.exportroutes.kamelet.KameletArchive.Calls;
import io.exportroutes.value.Suggestions;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The destinations of exports.yaml, read by the archive Kamelets of their types. Camel starts with the first one that is read. */
public final class KameletArchives implements Archives, AutoCloseable {
    private final EngineOptions options;
    private final ExportsConfig config;
    private final Supplier<Calls> camel;
    private @Nullable Calls calls;

    /** With a Camel of its own. */
    public KameletArchives(EngineOptions options, ExportsConfig config, Clock clock) {
        this(options, config, () -> new KameletCaller(options, config, clock));
    }

    /** @param camel asked once, with the first destination that is read */
    KameletArchives(EngineOptions options, ExportsConfig config, Supplier<Calls> camel) {
        this.options = options;
        this.config = config;
        this.camel = camel;
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
        return of(calls(), known);
    }

    static Archive of(Calls calls, DestinationConfig destination) {
        return new KameletArchive(calls, destination.archiveKamelet(), KameletProperties.READ + destination.name());
    }

    /** The Camel of its own, for calls of other Kamelets. */
    public KameletCaller caller() {
        if (calls() instanceof KameletCaller own) {
            return own;
        }
        throw new IllegalStateException("It has no Camel of its own");
    }

    private synchronized Calls calls() {
        Calls present = calls;
        if (present == null) {
            present = camel.get();
            calls = present;
        }
        return present;
    }

    @Override
    public synchronized void close() {
        if (calls instanceof KameletCaller own) {
            own.close();
        }
    }
}
