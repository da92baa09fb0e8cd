package io.exportroutes.delivery.sftp;

import java.io.IOException;
import java.time.Duration;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;

/** How long the server may be silent in one session, and whether it was silent for too long. */
final class ServerSilence implements SessionListener {
    /** The slowest disk of a server, in bytes per second; an answer that takes longer is overdue. */
    private static final long SLOWEST_DISK_PER_SECOND = 5_000_000;

    private final ClientSession session;
    private volatile boolean closedSession;

    private ServerSilence(ClientSession session) {
        this.session = session;
    }

    static ServerSilence watch(ClientSession session) {
        ServerSilence silence = new ServerSilence(session);
        session.addSessionListener(silence);
        return silence;
    }

    @Override
    public void sessionException(Session from, Throwable thrown) {
        closedSession = String.valueOf(thrown.getMessage()).contains("heartbeat");
    }

    /** Whether the library closed the session because the server answered no heartbeat. */
    boolean closedSession() {
        return closedSession;
    }

    /** Extends the response timeout by the time that the server's disk may need for a file of this size, in bytes. */
    <T> T withTimeForDisk(long size, Answer<T> answer) throws IOException {
        Duration usual = CoreModuleProperties.IDLE_TIMEOUT.getRequired(session);
        CoreModuleProperties.IDLE_TIMEOUT.set(session, usual.plusSeconds(size / SLOWEST_DISK_PER_SECOND));
        try {
            return answer.await();
        } finally {
            CoreModuleProperties.IDLE_TIMEOUT.set(session, usual);
        }
    }

    /** An answer of the server that may take a while. */
    interface Answer<T> {
        T await() throws IOException;
    }
}
