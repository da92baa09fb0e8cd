package io.exportroutes.delivery.sftp;

import java.io.IOException;

/** An answer of the server to one request: a status other than OK. */
final class SftpRefusal extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    SftpRefusal(int status, String message) {
        super(message.isBlank() ? SftpStatus.name(status) : message);
        this.status = status;
    }

    /** One of {@link SftpStatus}, or another number that the server chose. */
    int status() {
        return status;
    }
}
