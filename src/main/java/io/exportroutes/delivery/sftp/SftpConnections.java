package io.exportroutes.delivery.sftp;

import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.client.SftpVersionSelector;
import org.apache.sshd.sftp.client.impl.AbstractSftpClient;
import org.jspecify.annotations.Nullable;

/** The connections of one store: made as needed, kept for the next delivery, dropped when they are dead. */
final class SftpConnections implements AutoCloseable {
    private static final int IDLE_LINKS = 8;
    /** The version that all servers speak, OpenSSH among them. */
    private static final SftpVersionSelector VERSION = SftpVersionSelector.fixedVersionSelector(3);

    private final SftpOptions options;
    private final ConcurrentLinkedDeque<SftpConnection> idle = new ConcurrentLinkedDeque<>();
    private @Nullable SshClient client;

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
    public synchronized void close() {
        idle.forEach(SftpConnection::close);
        idle.clear();
        if (client != null) {
            client.stop();
            client = null;
        }
    }

    private SftpConnection connect() throws IOException {
        AttributeRepository context = KnownHosts.context();
        ClientSession session = client().connect(options.username(), options.host(), options.port(), context, null)
                .verify(options.connectTimeout())
                .getSession();
        try {
            session.auth().verify(options.connectTimeout());
            SftpClient sftp = SftpClientFactory.instance().createSftpClient(session, VERSION);
            return new SftpConnection(session, (AbstractSftpClient) sftp);
        } catch (IOException | RuntimeException e) {
            session.close(true);
            PermanentFailure refusal = KnownHosts.refusal(context);
            if (refusal != null) {
                refusal.addSuppressed(e);
                throw refusal;
            }
            throw e;
        }
    }

    private synchronized SshClient client() {
        if (client == null) {
            options.check();
            client = SftpClients.start(options);
        }
        return client;
    }
}
