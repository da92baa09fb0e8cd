package io.exportroutes.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the API answers where it fails (RFC 9457).
 *
 * @param title what it is in general: the code of docs/failures.md in words
 * @param detail the event and its object
 * @param code of docs/failures.md
 * @param hint what to do next
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String title,
        int status,
        String detail,
        String code,
        @Nullable String hint) {
    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
    private static final JsonMapper MAPPER = new JsonMapper();
    static final String TYPE = "application/problem+json";

    /** Others are 503 where another try may succeed, and 500 where not. */
    private static final Map<FailureCode, Integer> STATUSES = Map.ofEntries(
            Map.entry(FailureCode.BAD_REQUEST, 400),
            Map.entry(FailureCode.NOT_LOGGED_IN, 401),
            Map.entry(FailureCode.LOGIN_MISSING, 403),
            Map.entry(FailureCode.ROLE_MISSING, 403),
            Map.entry(FailureCode.CROSS_SITE, 403),
            Map.entry(FailureCode.NO_SUCH_PAGE, 404),
            Map.entry(FailureCode.UNKNOWN_JOB, 404),
            Map.entry(FailureCode.UNKNOWN_RUN, 404),
            Map.entry(FailureCode.UNKNOWN_DEAD_LETTER, 404),
            Map.entry(FailureCode.NO_SCHEDULE, 409),
            Map.entry(FailureCode.NOTHING_LEFT, 409),
            Map.entry(FailureCode.EXPORT_REFUSED, 409),
            Map.entry(FailureCode.RUN_UNFINISHED, 409),
            Map.entry(FailureCode.HOST_NOT_ALLOWED, 421),
            Map.entry(FailureCode.LOGIN_THROTTLED, 429));

    /** A failure that is none of ours is logged here, and the caller learns nothing of it. */
    static Problem of(Throwable thrown) {
        ExportFailure failure = ExportFailure.in(thrown);
        if (failure == null) {
            LOG.warn("A call to the web server failed", thrown);
            return of(FailureCode.UNEXPECTED, 500, "The call failed", "The reason is in the log of the service.");
        }
        int status = failure instanceof TransientFailure ? 503 : 500;
        return Arrays.stream(FailureCode.values())
                .filter(failure::is)
                .findFirst()
                .map(code -> of(code, STATUSES.getOrDefault(code, status), failure.getMessage(), failure.hint()))
                .orElseGet(() ->
                        new Problem(failure.code(), status, failure.getMessage(), failure.code(), failure.hint()));
    }

    private static Problem of(FailureCode code, int status, String detail, String hint) {
        return new Problem(code.word().replace('_', ' '), status, detail, code.word(), hint);
    }

    /**
     * For programs as JSON, for people as text.
     *
     * @param thrown may say how long to wait
     */
    Answer answer(Throwable thrown, boolean asJson) {
        Duration wait = thrown instanceof TransientFailure failure ? failure.retryAfter() : null;
        Answer answer = answer(asJson);
        return wait == null ? answer : answer.with("Retry-After", Long.toString(wait.toSeconds() + 1));
    }

    private Answer answer(boolean asJson) {
        Answer answer = asJson ? Answer.of(status, TYPE, json()) : Answer.text(status, detail + ".\n" + hint + "\n");
        return status == 401
                ? answer.with("WWW-Authenticate", "Basic realm=\"Export Routes\", charset=\"UTF-8\"")
                : answer;
    }

    private String json() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
