package io.exportroutes.api;

import io.exportroutes.config.ApiConfig;
import io.exportroutes.config.RetryConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.value.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate that every call to the API passes: it limits the concurrent calls, and once the API asks one of
 * them to slow down, no call is made before that time is over. Safe for several threads; the call that waited longest is first.
 */
public final class ApiGate {
    private static final Logger LOG = LoggerFactory.getLogger(ApiGate.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final Semaphore calls;
    /** Downloads may last for hours: they leave one call to the short ones, unless only one is allowed. */
    private final Semaphore downloads;

    private final RetryConfig retry;
    private final Clock clock;
    private final Pause pause;
    private final ApiTraffic traffic;
    private final AtomicInteger waiting = new AtomicInteger();
    private Instant closedUntil = Instant.MIN;
    private int closures;
    private int inARow;

    /**
     * @param downloads how many of the calls may be downloads
     * @param traffic counts what passes
     * @param pause waits, in steps of at most 100 milliseconds
     */
    public ApiGate(ApiConfig api, int downloads, RetryConfig retry, ApiTraffic traffic, Pause pause) {
        this.calls = new Semaphore(api.maxConcurrent(), true);
        this.downloads = new Semaphore(Math.max(1, Math.min(downloads, api.maxConcurrent() - 1)), true);
        this.retry = retry;
        this.clock = traffic.clock();
        this.pause = pause;
        this.traffic = traffic;
    }

    /**
     * Waits until a JSON call may be made.
     *
     * @param what the call's name, for the failure that ends its wait
     * @param check called while waiting; ends the wait by throwing
     */
    public Passage call(String what, Runnable check) {
        return new Passage(what, check, null).enter();
    }

    /** As {@link #call}, for a download. */
    public Passage download(String what, Runnable check) {
        return new Passage(what, check, downloads).enter();
    }

    /** The clock by which the gate opens. */
    public Clock clock() {
        return clock;
    }

    /** What the calls that passed were answered with. */
    public ApiTraffic traffic() {
        return traffic;
    }

    /** Before this moment no call is made; a moment that is past where the gate is open. */
    public synchronized Instant opensAt() {
        return closedUntil;
    }

    /** How many calls wait now for the moment at which the gate opens. */
    public int waiting() {
        return waiting.get();
    }

    private synchronized Duration left() {
        Instant now = clock.instant();
        Instant latest = now.plus(longest());
        if (closedUntil.isAfter(latest)) { // it was closed by a clock that was ahead
            closedUntil = latest;
        }
        return now.isBefore(closedUntil) ? Duration.between(now, closedUntil) : Duration.ZERO;
    }

    private synchronized int closures() {
        return closures;
    }

    private synchronized void answered() {
        inARow = 0;
    }

    /** False if another call's refusal had closed the gate after this one's entry. */
    private synchronized boolean close(int closuresAtEntry, @Nullable Duration asked, String what) {
        boolean first = closures == closuresAtEntry;
        if (first) {
            closures++;
            inARow++;
        }
        if (first || asked != null) {
            Instant end =
                    clock.instant().plus(asked == null ? retry.delay(inARow) : Durations.shorter(asked, longest()));
            closedUntil = end.isAfter(closedUntil) ? end : closedUntil;
        }
        if (first) {
            LOG.warn("The API asks to slow down, at the {}: no call is made before {}", what, closedUntil);
        }
        return first;
    }

    private Duration longest() {
        return retry.maxDelay().multipliedBy(10);
    }

    /** Waits for a while; throws if further waiting is useless. */
    @FunctionalInterface
    public interface Pause {
        void pause(Duration wait, String what);
    }

    /** One call in progress; closing it admits the next one. */
    public final class Passage implements AutoCloseable {
        private final String what;
        private final Runnable check;
        private final @Nullable Semaphore ownKind;
        private int closuresAtEntry;
        private boolean refused;
        private boolean holdsKind;
        private boolean holds;

        private Passage(String what, Runnable check, @Nullable Semaphore ownKind) {
            this.what = what;
            this.check = check;
            this.ownKind = ownKind;
        }

        private Passage enter() {
            try {
                if (ownKind != null) {
                    acquire(ownKind);
                    holdsKind = true;
                }
                acquire(calls);
                holds = true;
                await();
                return this;
            } catch (RuntimeException e) {
                refused = true;
                close();
                throw e;
            }
        }

        /** Waits until the API may be asked; to be called again before each further request of the same call. */
        public void await() {
            check.run();
            if (!left().isZero()) {
                waiting.incrementAndGet();
                try {
                    untilOpen();
                } finally {
                    waiting.decrementAndGet();
                }
            }
            closuresAtEntry = closures();
        }

        private void untilOpen() {
            for (Duration left = left(); !left.isZero(); left = left()) {
                pause.pause(Durations.shorter(left, LOOK), what);
                check.run();
            }
        }

        private void acquire(Semaphore places) {
            check.run();
            while (!tryAcquire(places)) {
                pause.pause(Duration.ZERO, what);
                check.run();
            }
        }

        private boolean tryAcquire(Semaphore places) {
            try {
                return places.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false; // the pause that follows handles an interrupt
            }
        }

        /**
         * Handles the refusal of this call: if the API reports too many calls, all calls pause.
         *
         * @return the failure, or one that does not count as an attempt if another call was refused first
         */
        public ExportFailure judged(int status, ExportFailure failure) {
            Duration asked = failure instanceof TransientFailure passing ? passing.retryAfter() : null;
            if (status != TOO_MANY && (status != UNAVAILABLE || asked == null)) {
                return failure;
            }
            refused = true;
            if (ApiGate.this.close(closuresAtEntry, asked, what)) {
                return failure;
            }
            return new TransientFailure(
                    FailureCode.SLOWED_DOWN, failure.getMessage(), failure.hint(), failure.requestId(), asked, failure);
        }

        /** As {@link ApiGate#traffic()}: for each request of the call. */
        public ApiTraffic traffic() {
            return traffic;
        }

        @Override
        public void close() {
            if (!refused) {
                answered();
            }
            if (holds) {
                holds = false;
                calls.release();
            }
            if (holdsKind && ownKind != null) {
                holdsKind = false;
                ownKind.release();
            }
        }
    }
}
