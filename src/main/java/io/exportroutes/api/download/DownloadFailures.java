package io.exportroutes.api.download;

import io.exportroutes.api.Origin;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.jspecify.annotations.Nullable;

/** What went wrong between us and the server, by name. */
final class DownloadFailures {
    private static final String TRIED_AGAIN =
            "It is tried again; if this stays, look at the network and the API's state.";

    private DownloadFailures() {}

    /** A failure before the reply's first byte. */
    static ExportFailure beforeReply(String call, Origin origin, Duration stall, IOException thrown) {
        String server = origin.host() + ":" + origin.port();
        if (has(thrown, CertificateException.class) || thrown instanceof SSLPeerUnverifiedException) {
            return new PermanentFailure(
                    "certificate_refused",
                    "The certificate of %s is not trusted".formatted(server),
                    "Look whether api.base-url is right, and whether this Java knows the certificate's issuer.",
                    thrown);
        }
        if (thrown instanceof UnknownHostException) {
            return passing("unknown_host", "The name %s cannot be resolved".formatted(origin.host()), thrown);
        }
        if (thrown instanceof ConnectTimeoutException
                || thrown instanceof ConnectException
                || thrown instanceof NoRouteToHostException) {
            return passing("connect_failed", "%s cannot be reached for %s".formatted(server, call), thrown);
        }
        if (thrown instanceof SocketTimeoutException) {
            String message = "%s did not answer %s for %d seconds".formatted(server, call, stall.toSeconds());
            return passing("stalled", message, thrown);
        }
        return passing(
                "connection_broken",
                "The connection to %s broke before %s was answered".formatted(server, call),
                thrown);
    }

    /** A failure in the middle of the body. */
    static ExportFailure inBody(String call, long received, long promised, Duration stall, IOException thrown) {
        String progress = promised < 0 ? received + " bytes" : received + " of " + promised + " bytes";
        if (thrown instanceof SocketTimeoutException) {
            String message =
                    "No byte of %s has arrived for %d seconds, after %s".formatted(call, stall.toSeconds(), progress);
            return passing("stalled", message, thrown);
        }
        if (thrown instanceof ConnectionClosedException || thrown instanceof MalformedChunkCodingException) {
            return truncated(call, progress, thrown);
        }
        return passing(
                "connection_broken", "The connection broke during %s, after %s".formatted(call, progress), thrown);
    }

    static ExportFailure truncated(String call, long received, long promised) {
        return truncated(call, received + " of " + promised + " bytes", null);
    }

    static ExportFailure tooLong(String call, long promised) {
        return passing(
                "download_too_long", "More than the promised %d bytes arrive for %s".formatted(promised, call), null);
    }

    static ExportFailure sizeDiffers(String call, long announced, long sizeBytes) {
        return passing(
                "download_size_differs",
                "%s announces %d bytes, the manifest's size_bytes is %d".formatted(call, announced, sizeBytes),
                null);
    }

    static ExportFailure cancelled(String call) {
        return passing("download_cancelled", "The %s was cancelled".formatted(call), null);
    }

    private static TransientFailure truncated(String call, String progress, @Nullable IOException thrown) {
        return passing("download_truncated", "The %s ended early, after %s".formatted(call, progress), thrown);
    }

    private static TransientFailure passing(String code, String message, @Nullable IOException thrown) {
        return new TransientFailure(code, message, TRIED_AGAIN, thrown);
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> kind) {
        for (Throwable current = thrown; current != null; current = current.getCause()) {
            if (kind.isInstance(current)) {
                return true;
            }
        }
        return false;
    }
}
