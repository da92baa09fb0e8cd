package io.exportroutes.delivery.s3;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The connections for uploads: opened where none is idle, and kept for a while. Safe for several threads. */
final class UploadConnections implements AutoCloseable {
    private final Duration connectTimeout;
    private final Duration silence;
    private final Duration idle;
    private final ConcurrentLinkedDeque<UploadConnection> kept = new ConcurrentLinkedDeque<>();

    /**
     * @param silence the longest that a server takes no byte, or sends none of its answer
     * @param idle the longest that an unused connection is kept
     */
    UploadConnections(Duration connectTimeout, Duration silence, Duration idle) {
        this.connectTimeout = connectTimeout;
        this.silence = silence;
        this.idle = idle;
    }

    /** @throws IOException as {@link UploadConnection#open} */
    UploadConnection take(String host, int port) throws IOException {
        for (UploadConnection connection = kept.poll(); connection != null; connection = kept.poll()) {
            if (connection.leadsTo(host, port) && connection.isUsable(idle)) {
                return connection;
            }
            connection.close();
        }
        return UploadConnection.open(host, port, connectTimeout, silence);
    }

    /** The latest one is taken first, so that those in excess grow old. */
    void keep(UploadConnection connection) {
        connection.rest();
        kept.push(connection);
    }

    @Override
    public void close() {
        for (UploadConnection connection = kept.poll(); connection != null; connection = kept.poll()) {
            connection.close();
        }
    }
}
