package io.exportroutes.delivery.sftp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The connections of one store: made as needed, kept for the next delivery, dropped when they are dead. */
final class SftpConnections implements AutoCloseable {
    private static final int IDLE_LINKS = 8;

    /** Below what OpenSSH allows in one connection. */
    private static final int LANES = 8;

    private final SftpOptions options;
    private final ConcurrentLinkedDeque<SftpConnection> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger mostLanes = new AtomicInteger(LANES);
    private @Nullable PrivateKeyFile key;
    private boolean checked;

    SftpConnections(SftpOptions options) {
        this.options = options;
    }

    /** A connection that has just answered. */
    SftpConnection borrow() throws IOException {
        SftpConnection link;
        while ((link = idle.pollFirst()) != null) {
            if (link.answers()) {
                return link;
            }
            link.close();
        }
        return connect();
    }

    /** Takes back a connection on which nothing went wrong. */
    void giveBack(SftpConnection link) {
        if (idle.size() < IDLE_LINKS) {
            idle.addFirst(link);
        } else {
            link.close();
        }
    }

    @Override
    public void close() {
        SftpConnection link;
        while ((link = idle.pollFirst()) != null) {
            link.close();
        }
    }

    private SftpConnection connect() throws IOException {
        SshSession session = SshSession.open(options, key());
        try {
            return new SftpConnection(session, session.sftp(), mostLanes);
        } catch (IOException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private synchronized @Nullable PrivateKeyFile key() {
        if (!checked) {
            options.check();
            Path file = options.privateKeyFile();
            key = file == null ? null : PrivateKeyFile.read(file, options.privateKeyPassphrase());
            checked = true;
        }
        return key;
    }
}
