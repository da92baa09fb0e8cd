package io.exportroutes.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Slows down who guesses: after a few failed logins from an address, each further one has to wait longer. */
final class LoginThrottle {
    private static final int FREE = 5;
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);
    private static final int MOST = 10_000;

    private final Clock clock;
    private final Map<String, Failures> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST;
        }
    };

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    private record Failures(int count, Instant last) {
        Duration pause() {
            return count < FREE ? Duration.ZERO : shorter(Duration.ofSeconds(1L << Math.min(count - FREE, 10)));
        }

        private static Duration shorter(Duration pause) {
            return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
        }
    }

    /** How long the next attempt from there has to wait; empty if not at all. */
    synchronized Optional<Duration> wait(String address) {
        Failures failures = byAddress.get(address);
        if (failures == null) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), failures.last().plus(failures.pause()));
        return left.isNegative() || left.isZero() ? Optional.empty() : Optional.of(left);
    }

    synchronized void failed(String address) {
        Instant now = clock.instant();
        Failures before = byAddress.get(address);
        boolean again = before != null && before.last().plus(FORGOTTEN).isAfter(now);
        byAddress.put(address, new Failures(again && before != null ? before.count() + 1 : 1, now));
    }
}
