package io.exportroutes.api;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.GoneFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The only place that interprets replies: status and envelope decide about retries (docs/architecture.md, "Who
 * retries"). Messages contain the API's text, shortened and cleaned.
 */
public final class ApiErrors {
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);
    private static final Set<String> GONE = Set.of("export_expired", "export_not_found");
    /** An export's status in the listing; it means the same for a download, but may mean anything for another call. */
    private static final String GONE_DOWNLOAD = "not_found";
    /** Without an envelope, these statuses of a download do not concern the export: a gateway may send them, too. */
    private static final Set<Integer> NOT_THERE = Set.of(404, 410);

    private static final Set<Integer> REFUSED = Set.of(401, 403);

    private ApiErrors() {}

    /**
     * The envelope of a successful JSON call.
     *
     * @param now for a Retry-After that is a date
     * @throws ExportFailure if it did not
     */
    public static Envelope expectOk(ApiReply reply, Instant now) {
        Envelope envelope = Envelope.parse(reply.body()).orElse(null);
        if (reply.successful() && envelope != null && envelope.ok()) {
            return envelope;
        }
        throw failure(reply, envelope, now);
    }

    /** The failure of an unsuccessful reply; for a download also of a success that carried an envelope. */
    public static ExportFailure failure(ApiReply reply, Instant now) {
        return failure(reply, Envelope.parse(reply.body()).orElse(null), now);
    }

    private static ExportFailure failure(ApiReply reply, @Nullable Envelope envelope, Instant now) {
        if (reply.status() >= 500 || PASSING.contains(reply.status())) {
            return new TransientFailure(
                    codeOf(reply, envelope),
                    messageOf(reply, envelope),
                    "It is retried; if it keeps failing, check the API's status page.",
                    requestIdOf(envelope),
                    RetryAfter.parse(reply.retryAfter(), now),
                    null);
        }
        if (isGone(reply, envelope)) {
            return new GoneFailure(
                    codeOf(reply, envelope),
                    messageOf(reply, envelope),
                    "A new export is requested; an existing one is recorded as lost.",
                    requestIdOf(envelope));
        }
        if (notWhatTheApiDescribes(reply, envelope)) {
            return notWhatWasAskedFor(reply, envelope);
        }
        return new PermanentFailure(
                codeOf(reply, envelope),
                messageOf(reply, envelope),
                hintFor(reply, envelope),
                requestIdOf(envelope),
                null);
    }

    /** An export is given up permanently only if the API itself reports it as gone. */
    private static boolean isGone(ApiReply reply, @Nullable Envelope envelope) {
        String code = envelope == null || envelope.ok() ? null : envelope.errorCode();
        return code != null && (GONE.contains(code) || (reply.download() && code.equals(GONE_DOWNLOAD)));
    }

    private static boolean notWhatTheApiDescribes(ApiReply reply, @Nullable Envelope envelope) {
        if (reply.successful()) {
            return envelope == null || envelope.ok();
        }
        return envelope == null && reply.download() && NOT_THERE.contains(reply.status());
    }

    private static TransientFailure notWhatWasAskedFor(ApiReply reply, @Nullable Envelope envelope) {
        if (envelope == null) {
            return new TransientFailure(
                    FailureCode.NOT_AN_ENVELOPE,
                    "The reply to %s (status %d) is not what the API describes".formatted(reply.call(), reply.status()),
                    "It is retried; if it keeps failing, check whether api.base-url leads to the API or to a proxy's page.");
        }
        return new TransientFailure(
                FailureCode.NOT_AN_ARTIFACT,
                "The reply to %s (status %d) is an envelope where bytes were expected"
                        .formatted(reply.call(), reply.status()),
                "It is retried; if it keeps failing, report it to the API's support.",
                envelope.trace().requestId(),
                null,
                null);
    }

    private static ForeignCode codeOf(ApiReply reply, @Nullable Envelope envelope) {
        if (envelope != null && envelope.errorCode() != null) {
            return new ForeignCode(envelope.errorCode());
        }
        return envelope != null && reply.successful()
                ? new ForeignCode(ApiText.NO_CODE)
                : ForeignCode.http(reply.status());
    }

    private static String messageOf(ApiReply reply, @Nullable Envelope envelope) {
        String said = envelope == null ? null : envelope.errorMessage();
        return "%s answered %d%s%s"
                .formatted(
                        reply.call(),
                        reply.status(),
                        envelope == null || envelope.errorCode() == null ? "" : " " + envelope.errorCode(),
                        said == null ? "" : ": " + said);
    }

    private static @Nullable String requestIdOf(@Nullable Envelope envelope) {
        return envelope == null ? null : envelope.trace().requestId();
    }

    private static String hintFor(ApiReply reply, @Nullable Envelope envelope) {
        if (envelope != null && "project_not_found".equals(envelope.errorCode())) {
            return "Correct the job's project: it is the slug that the project's address has, and the token has to see it.";
        }
        if (REFUSED.contains(reply.status())) {
            return reply.download()
                    ? "Check the token and its rights: database and schema downloads need project admin access, table"
                            + " downloads need record read access to the table."
                    : "Check the token and its rights, and that it belongs to this project.";
        }
        if (reply.status() >= 300 && reply.status() < 400) {
            return "Write the API's own address in api.base-url: redirects are not followed here.";
        }
        return "The same call would be refused again: correct the job's configuration by the API's message.";
    }
}
