package io.exportroutes.delivery;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.NetworkFault;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.net.ConnectException;
import java.net.SocketException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Maps network errors of every client to failures. */
public final class NetworkFailures {
    private static final String RETRY_HINT = "It is retried; if it keeps failing, check the network to the server";

    private NetworkFailures() {}

    /**
     * The failure of an operation that broke on the way.
     *
     * @param what the operation and its object, for the message; no secret
     */
    public static ExportFailure of(String what, Throwable thrown) {
        FailureCode code = NetworkFault.of(thrown);
        return switch (code) {
            case CERTIFICATE_UNTRUSTED ->
                new PermanentFailure(
                        code,
                        what + ": the certificate is not trusted",
                        "Trust the certificate's issuer, or correct the host name",
                        thrown);
            case UNKNOWN_HOST -> new TransientFailure(code, what + ": the host name is unknown", RETRY_HINT, thrown);
            case CONNECTION_REFUSED ->
                new TransientFailure(code, what + ": the connection was refused", RETRY_HINT, thrown);
            case TIMEOUT -> new TransientFailure(code, what + ": no answer in time", RETRY_HINT, thrown);
            case INTERRUPTED -> new TransientFailure(code, what + ": interrupted", "It is retried", thrown);
            default ->
                new TransientFailure(
                        code, what + ": the connection broke (" + summary(thrown) + ")", RETRY_HINT, thrown);
        };
    }

    /** Whether the destination closed the connection, as it may at any time between two requests. */
    public static boolean closedByServer(Throwable thrown) {
        return !NetworkFault.has(thrown, ConnectException.class)
                && (NetworkFault.has(thrown, SocketException.class)
                        || NetworkFault.has(thrown, NoHttpResponseException.class));
    }

    private static String summary(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
