package io.exportroutes.route;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.Archives;
import io.exportroutes.archive.CopyCheck.Seen;
import io.exportroutes.drill.CopyReader;
import io.exportroutes.drill.Drills;
import io.exportroutes.failure.StopRequested;
import io.exportroutes.readback.ReadBackPolicy;
import io.exportroutes.run.RunServices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code readBacks}: reads copies back by the policies of exports.yaml. Deliveries have priority: no reading begins while one to the
 * same destination waits or runs, and one that has begun takes no more than keeps its connection alive.
 */
public final class ReadBackDrill {
    private static final Logger LOG = LoggerFactory.getLogger(ReadBackDrill.class);

    /** So much of a destination's bandwidth nobody misses. */
    private static final long BYTES_A_SECOND = 64L << 20;

    /** A server closes a connection on which nothing moves. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final Duration STEP = Duration.ofMillis(100);

    private final RunServices services;
    private final Path folder;
    private final FailureReader failures;
    private final Function<CamelContext, Archives> archives;
    private final Drills drills;
    /** The destinations at which this process reads, or is about to. */
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    /**
     * @param folder for copies that are opened
     * @param archives the destinations, by the Kamelets of a Camel
     */
    public ReadBackDrill(
            RunServices services, Path folder, FailureReader failures, Function<CamelContext, Archives> archives) {
        this.services = services;
        this.folder = folder;
        this.failures = failures;
        this.archives = archives;
        this.drills = new Drills(
                services.config(), services.ledger(), services.clock(), services.node() + " " + UUID.randomUUID());
    }

    /** Those at which to begin now; each has to be passed to {@link #read}. */
    public List<String> destinations(CamelContext camel) {
        Archives readable = archives.apply(camel);
        return services.config().readBacks().keySet().stream()
                .filter(readable::canRead)
                .filter(busy::add)
                .toList();
    }

    /** Reads at one destination for as long as there is something to read. */
    public void read(@Body String destination, CamelContext camel) throws IOException {
        try {
            drills.round(destination, new Round(destination, camel));
        } catch (StopRequested stopped) {
            LOG.debug("{}", stopped.getMessage());
        } finally {
            busy.remove(destination);
        }
    }

    private final class Round implements Drills.Reading {
        private final String destination;
        private final CamelContext camel;
        private final CopyReader reader;
        private final ReadBackPolicy policy;
        private long begun;

        Round(String destination, CamelContext camel) {
            this.destination = destination;
            this.camel = camel;
            this.policy = Objects.requireNonNull(services.config().readBacks().get(destination));
            this.reader = new CopyReader(
                    archives.apply(camel),
                    services.ledger(),
                    new CopyReader.Place(folder, Versions.PROGRAM, services.node()),
                    services.clock(),
                    RestoreDrill.in(camel, failures));
        }

        @Override
        public boolean isFree() {
            return !isStopping() && services.inFlight().isQuiet(destination);
        }

        private boolean isStopping() {
            return services.stopping().requested() || camel.isStopping();
        }

        @Override
        public void read(long bytes) {
            if (isStopping()) {
                throw new StopRequested("The reading at " + destination);
            }
            Duration ahead = Duration.ofNanos(bytes * 1_000_000_000L / BYTES_A_SECOND - (System.nanoTime() - begun));
            if (!ahead.isNegative()) {
                pause(ahead);
            }
            for (Duration left = LONGEST_PAUSE; !isFree() && !left.isNegative(); left = left.minus(STEP)) {
                pause(STEP);
            }
        }

        private void pause(Duration time) {
            services.stopping().pause(time, "The reading at " + destination);
        }

        @Override
        public Seen look(ArchivedCopy copy, LongConsumer progress) throws IOException {
            begun = System.nanoTime();
            Seen seen = reader.read(copy, policy.depth(), progress);
            services.outcomes().readBack(seen.result());
            if (seen.result().isGood()) {
                LOG.debug(
                        "Read back: {} ({}), {}",
                        copy.id(),
                        seen.level().word(),
                        seen.result().word());
            } else {
                LOG.warn("Read back: {} is {}: {}", copy.id(), seen.result().word(), seen.why());
            }
            return seen;
        }
    }
}
