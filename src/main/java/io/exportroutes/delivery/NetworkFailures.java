package io.exportroutes.delivery;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/** What any failure of the network means, whichever client met it. */
public final class NetworkFailures {
    private static final String RETRY_HINT = "It is tried again; if it stays, check the network between here and there";

    private NetworkFailures() {}

    /**
     * The failure of an operation that broke on the way.
     *
     * @param what what was tried, to what; no secret
     */
    public static ExportFailure of(String what, Throwable thrown) {
        if (has(thrown, CertificateException.class)) {
            return new PermanentFailure(
                    "tls_untrusted",
                    what + ": the certificate is not trusted",
                    "Trust the certificate's issuer, or correct the host name",
                    thrown);
        }
        if (has(thrown, UnknownHostException.class)) {
            return new TransientFailure("unknown_host", what + ": the host name is unknown", RETRY_HINT, thrown);
        }
        if (has(thrown, ConnectException.class)) {
            return new TransientFailure(
                    "connection_refused", what + ": the connection was refused", RETRY_HINT, thrown);
        }
        if (has(thrown, SocketTimeoutException.class)) {
            return new TransientFailure("timeout", what + ": no answer in time", RETRY_HINT, thrown);
        }
        if (has(thrown, InterruptedException.class) || has(thrown, InterruptedIOException.class)) {
            return new TransientFailure("interrupted", what + ": interrupted", "It is tried again", thrown);
        }
        return new TransientFailure(
                "connection_lost", what + ": the connection broke (" + summary(thrown) + ")", RETRY_HINT, thrown);
    }

    /** Whether the far end closed the connection, as it may at any time between two requests. */
    public static boolean closedByFarEnd(Throwable thrown) {
        return !has(thrown, ConnectException.class)
                && (has(thrown, SocketException.class) || has(thrown, NoHttpResponseException.class));
    }

    /** Whether the chain of causes has one of this type. */
    public static boolean has(@Nullable Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable current = thrown; current != null; current = current.getCause()) {
            if (type.isInstance(current)) {
                return true;
            }
        }
        return false;
    }

    private static String summary(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
