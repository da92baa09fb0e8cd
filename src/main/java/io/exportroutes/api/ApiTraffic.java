package io.exportroutes.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/** The requests of this process to the API, counted by how they were answered, and what their answers say of the clock. */
public final class ApiTraffic {
    /** What a request was answered with. */
    public enum Status {
        SUCCESS("2xx"),
        REDIRECT("3xx"),
        CLIENT_ERROR("4xx"),
        SERVER_ERROR("5xx"),
        NONE("none");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /** {@code 2xx}, or {@code none} without an answer. */
        public String word() {
            return word;
        }

        private static Status of(int code) {
            return switch (code / 100) {
                case 2 -> SUCCESS;
                case 3 -> REDIRECT;
                case 4 -> CLIENT_ERROR;
                case 5 -> SERVER_ERROR;
                default -> NONE;
            };
        }
    }

    /** A Date header has whole seconds: on average it is so much too early. */
    private static final Duration CUT_OFF = Duration.ofMillis(500);

    private final Clock clock;
    private final Map<Status, LongAdder> requests = new EnumMap<>(Status.class);
    private volatile @Nullable Duration skew;

    public ApiTraffic(Clock clock) {
        this.clock = clock;
        for (Status status : Status.values()) {
            requests.put(status, new LongAdder());
        }
    }

    Clock clock() {
        return clock;
    }

    /**
     * The head of an answer has come just now.
     *
     * @param date its Date header
     */
    public void answered(int code, @Nullable String date) {
        count(Status.of(code));
        Instant theirs = date == null ? null : DateUtils.parseStandardDate(date);
        if (theirs != null) {
            skew = Duration.between(theirs.plus(CUT_OFF), clock.instant());
        }
    }

    public void unanswered() {
        count(Status.NONE);
    }

    private void count(Status status) {
        adder(status).increment();
    }

    /** How many requests had such an answer. */
    public long requests(Status status) {
        return adder(status).sum();
    }

    /** By how much our clock is ahead of the API's, by its last answer, to about a second; negative where it is behind. */
    public Optional<Duration> skew() {
        return Optional.ofNullable(skew);
    }

    private LongAdder adder(Status status) {
        return Objects.requireNonNull(requests.get(status));
    }
}
