package io.exportroutes.delivery.sftp;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server that is quiet whether it is there, so that its answers show that it is, also while it works on a request for
 * long. The library's own heartbeats come with a limit for each read, which loses what was read of a packet. It has a thread of
 * its own, as a message may have to wait for new keys, which the thread that reads brings about; it ends with the connection.
 */
final class Heartbeat implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    /** So many unanswered ones within the time for silence mean a dead server. */
    private static final int UNANSWERED = 2;

    private final SshSocket socket;
    private final Duration interval;
    private final Message message;

    /** Sends one message that the server has to answer. */
    interface Message {
        void send() throws Exception;
    }

    /** @param silence after which the connection fails */
    Heartbeat(SshSocket socket, Duration silence, Message message) {
        this.socket = socket;
        this.interval = silence.dividedBy(UNANSWERED + 1L);
        this.message = message;
    }

    void start(String server) {
        Thread thread = new Thread(this, "sftp-heartbeat " + server);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            Duration wait = interval;
            while (!socket.awaitEnd(wait)) {
                wait = interval.minus(socket.quiet());
                if (wait.isNegative() || wait.isZero()) {
                    message.send();
                    wait = interval;
                }
            }
        } catch (Exception e) { // as the library declares it
            LOG.debug("The connection fails, or ends once the server was silent for too long: {}", e.toString());
        }
    }
}
