package io.exportroutes.delivery.s3;

import io.exportroutes.delivery.NetworkFailures;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.value.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls a server for a new object until it is visible: some servers show it only after a while. Writing the object again would
 * send all of it once more and restart that time.
 */
final class S3VisibilityWait {
    private static final Logger LOG = LoggerFactory.getLogger(S3VisibilityWait.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final String location;
    private final Duration limit;

    /** @param limit how long to poll, unless a delivery's own limit interrupts it earlier */
    S3VisibilityWait(String location, Duration limit) {
        this.location = location;
        this.limit = limit;
    }

    /**
     * What the server says of the object, once it does.
     *
     * @param look one question; empty if the server says that the object is not there
     * @throws TransientFailure {@code not_visible_yet} after the limit, {@code interrupted} where the thread is
     */
    <T> T await(Supplier<Optional<T>> look) {
        long begin = System.nanoTime();
        Optional<T> seen = look.get();
        if (seen.isEmpty()) {
            LOG.warn(
                    "{} was written, but the server does not list it yet: it is checked again until it does", location);
        }
        for (Duration pause = FIRST_PAUSE;
                seen.isEmpty();
                pause = Durations.shorter(pause.multipliedBy(2), LONGEST_PAUSE)) {
            if (System.nanoTime() - begin >= limit.toNanos()) {
                throw notVisible();
            }
            pass(pause);
            seen = look.get();
        }
        return seen.get();
    }

    private void pass(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NetworkFailures.of("Waiting until the server finds " + location, e);
        }
    }

    private TransientFailure notVisible() {
        return new TransientFailure(
                FailureCode.NOT_VISIBLE_YET,
                location + " was written, but the server says that it is missing",
                "It is written again; if it keeps failing, ask the server's operator why it does not find new objects");
    }
}
