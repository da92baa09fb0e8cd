package io.exportroutes.delivery.sftp;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** The server did not answer in time. */
final class SftpTimeout extends SocketTimeoutException {
    private static final long serialVersionUID = 1;

    SftpTimeout(Duration limit) {
        super("Timeout: the server answered nothing for " + limit.toMillis() + " ms");
    }
}
