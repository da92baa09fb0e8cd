package io.exportroutes.failure;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Classifies exceptions of all network clients, so that one fault has one code in every client. */
public final class NetworkFault {
    private NetworkFault() {}

    /** The code of what broke, by the chain of causes; {@link FailureCode#CONNECTION_LOST} where nothing is more exact. */
    public static FailureCode of(Throwable thrown) {
        if (has(thrown, CertificateException.class) || has(thrown, SSLPeerUnverifiedException.class)) {
            return FailureCode.CERTIFICATE_UNTRUSTED;
        }
        if (has(thrown, UnknownHostException.class)) {
            return FailureCode.UNKNOWN_HOST;
        }
        if (has(thrown, SocketTimeoutException.class)) {
            return FailureCode.TIMEOUT;
        }
        if (has(thrown, ConnectException.class) || has(thrown, NoRouteToHostException.class)) {
            return FailureCode.CONNECTION_REFUSED;
        }
        if (has(thrown, InterruptedException.class) || has(thrown, InterruptedIOException.class)) {
            return FailureCode.INTERRUPTED;
        }
        return FailureCode.CONNECTION_LOST;
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
}
