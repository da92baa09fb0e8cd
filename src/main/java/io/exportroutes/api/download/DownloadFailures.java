package io.exportroutes.api.download;

import io.exportroutes.api.Origin;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.NetworkFault;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.jspecify.annotations.Nullable;

/** The failures between us and the server. */
final class DownloadFailures {
    private static final String TRIED_AGAIN =
            "It is retried; if it keeps failing, check the network and the API's status page.";

    private DownloadFailures() {}

    /** A failure before the reply's first byte. */
    static ExportFailure beforeReply(String call, Origin origin, Duration stall, IOException thrown) {
        String server = origin.host() + ":" + origin.port();
        FailureCode code = NetworkFault.of(thrown);
        return switch (code) {
            case CERTIFICATE_UNTRUSTED ->
                new PermanentFailure(
                        code,
                        "The certificate of %s is not trusted".formatted(server),
                        "Check api.base-url, and that this Java trusts the certificate's issuer.",
                        thrown);
            case UNKNOWN_HOST -> passing(code, "The name %s cannot be resolved".formatted(origin.host()), thrown);
            case CONNECTION_REFUSED -> passing(code, "%s cannot be reached for %s".formatted(server, call), thrown);
            case TIMEOUT -> {
                if (NetworkFault.has(thrown, ConnectTimeoutException.class)) {
                    yield passing(code, "%s accepted no connection for %s in time".formatted(server, call), thrown);
                }
                String message = "%s did not answer %s for %d seconds".formatted(server, call, stall.toSeconds());
                yield passing(FailureCode.STALLED, message, thrown);
            }
            default -> // also for a cancelled call: an interrupted check may leave good bytes, a download does not
                passing(
                        FailureCode.CONNECTION_LOST,
                        "The connection to %s broke before %s was answered".formatted(server, call),
                        thrown);
        };
    }

    /** A failure in the middle of the body. */
    static ExportFailure inBody(String call, long received, long promised, Duration stall, IOException thrown) {
        String progress = promised < 0 ? received + " bytes" : received + " of " + promised + " bytes";
        if (thrown instanceof SocketTimeoutException) {
            String message =
                    "No byte of %s has arrived for %d seconds, after %s".formatted(call, stall.toSeconds(), progress);
            return passing(FailureCode.STALLED, message, thrown);
        }
        if (thrown instanceof ConnectionClosedException || thrown instanceof MalformedChunkCodingException) {
            return truncated(call, progress, thrown);
        }
        return passing(
                FailureCode.CONNECTION_LOST,
                "The connection broke during %s, after %s".formatted(call, progress),
                thrown);
    }

    static ExportFailure truncated(String call, long received, long promised) {
        return truncated(call, received + " of " + promised + " bytes", null);
    }

    static ExportFailure tooLong(String call, long promised) {
        return passing(
                FailureCode.DOWNLOAD_TOO_LONG,
                "More than the promised %d bytes arrive for %s".formatted(promised, call),
                null);
    }

    static ExportFailure sizeDiffers(String call, long announced, long sizeBytes) {
        return passing(
                FailureCode.DOWNLOAD_SIZE_DIFFERS,
                "%s announces %d bytes, the manifest's size_bytes is %d".formatted(call, announced, sizeBytes),
                null);
    }

    static ExportFailure cancelled(String call) {
        return passing(FailureCode.DOWNLOAD_CANCELLED, "The %s was cancelled".formatted(call), null);
    }

    private static TransientFailure truncated(String call, String progress, @Nullable IOException thrown) {
        return passing(
                FailureCode.DOWNLOAD_TRUNCATED, "The %s ended early, after %s".formatted(call, progress), thrown);
    }

    private static TransientFailure passing(FailureCode code, String message, @Nullable IOException thrown) {
        return new TransientFailure(code, message, TRIED_AGAIN, thrown);
    }
}
