package io.exportroutes.delivery.sftp;

import com.jcraft.jsch.ChannelSubsystem;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchSessionDisconnectException;
import com.jcraft.jsch.Session;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** One SSH connection that is logged in. It uses only the options, not the user's own ~/.ssh. */
final class SshSession implements AutoCloseable {
    /** SSH_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE of RFC 4253, 11.1. */
    private static final int NO_MORE_METHODS = 14;

    private final SftpOptions options;
    private final SshSocket socket;
    private final KnownHosts hosts;
    private final Session session;

    private SshSession(SftpOptions options, @Nullable PrivateKeyFile key) throws JSchException {
        this.options = options;
        socket = new SshSocket(options.connectTimeout(), options.responseTimeout());
        hosts = new KnownHosts(options.host(), options.port(), options.knownHostsFile());
        JSch library = new JSch();
        library.setHostKeyRepository(hosts);
        if (key != null) {
            library.addIdentity(key, null);
        }
        session = library.getSession(options.username(), options.host(), options.port());
        session.setSocketFactory(socket);
        session.setConfig(algorithms());
        session.setUserInfo(new SingleUsePassword(options.password()));
        session.setDaemonThread(true);
        session.setTimeout(millis(options.responseTimeout())); // of new keys alone: SshSocket has the limits of reads
        session.setServerAliveCountMax(0); // the first limit of a read that passes ends the connection
    }

    /**
     * Connects and logs in.
     *
     * @param key tried before the password; null without one
     * @throws PermanentFailure if the server's key is not known
     * @throws LoginRefused if the server lets nobody in by this key and this password
     */
    static SshSession open(SftpOptions options, @Nullable PrivateKeyFile key) throws IOException {
        try {
            SshSession opened = new SshSession(options, key);
            opened.login();
            return opened;
        } catch (JSchException e) {
            throw new IOException("The SSH library refuses an option", e);
        }
    }

    private void login() throws IOException {
        try {
            session.connect(millis(options.connectTimeout()));
            socket.loggedIn();
            new Heartbeat(socket, options.responseTimeout(), session::sendKeepAliveMsg)
                    .start(options.host() + ":" + options.port());
        } catch (JSchException | SingleUsePassword.NoAnswer e) {
            close();
            throw reason(e);
        }
    }

    private IOException reason(Exception thrown) {
        PermanentFailure refusal = hosts.refusal();
        if (refusal != null) {
            refusal.addSuppressed(thrown);
            throw refusal;
        }
        if (isLastAttempt(thrown)) {
            return new LoginRefused(thrown);
        }
        IOException lost = socket.failure();
        if (lost != null) {
            lost.addSuppressed(thrown);
            return lost;
        }
        return isRefusal(thrown) ? new LoginRefused(thrown) : new IOException(thrown.getMessage(), thrown);
    }

    /** Servers that allow few attempts do not refuse the last one, but hang up; by OpenSSH's words, as its code says less. */
    private static boolean isLastAttempt(Exception thrown) {
        return thrown instanceof JSchSessionDisconnectException end
                && (end.getReasonCode() == NO_MORE_METHODS
                        || String.valueOf(end.getDescription()).startsWith("Too many authentication"));
    }

    /** The library says it in words alone. */
    private static boolean isRefusal(Exception thrown) {
        String message = String.valueOf(thrown.getMessage());
        return thrown instanceof SingleUsePassword.NoAnswer
                || message.startsWith("Auth fail")
                || message.startsWith("Auth cancel");
    }

    /**
     * Starts SFTP on a channel of its own.
     *
     * @throws ChannelRefused if the server refuses, and stays connected
     */
    SftpClient sftp() throws IOException {
        try {
            SftpAnswers answers = new SftpAnswers(this::end);
            ChannelSubsystem channel = (ChannelSubsystem) session.openChannel("subsystem");
            channel.setSubsystem("sftp");
            channel.setOutputStream(answers);
            OutputStream requests = socket.limited(channel.getOutputStream());
            channel.connect(millis(options.connectTimeout()));
            return new SftpClient(answers, requests, options.responseTimeout());
        } catch (JSchException e) {
            IOException lost = socket.failure();
            throw lost == null ? new ChannelRefused(e) : lost;
        }
    }

    private IOException end() {
        IOException failure = socket.failure();
        return failure == null ? new SocketException("it was closed before the answer") : failure;
    }

    boolean isOpen() {
        return session.isConnected();
    }

    @Override
    public void close() {
        session.disconnect();
        socket.close();
    }

    /** Java has the exchange that resists quantum computers from 24 on; in Java code alone it would cost half a second. */
    private static String keyExchanges() {
        String usual =
                "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521"
                        + ",diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512"
                        + ",diffie-hellman-group18-sha512,diffie-hellman-group14-sha256";
        return Runtime.version().feature() < 24 ? usual : "mlkem768x25519-sha256," + usual;
    }

    private Properties algorithms() {
        Properties names = new Properties();
        // With the processor's own instructions AES-GCM costs the least, and it needs no MAC.
        String ciphers = "aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr"
                + ",aes128-cbc,aes192-cbc,aes256-cbc";
        names.setProperty("cipher.c2s", ciphers);
        names.setProperty("cipher.s2c", ciphers);
        names.setProperty("kex", keyExchanges());
        names.setProperty("server_host_key", hosts.algorithms());
        names.setProperty("prefer_known_host_key_types", "no");
        names.setProperty("StrictHostKeyChecking", "yes");
        names.setProperty("PreferredAuthentications", "publickey,password,keyboard-interactive");
        // The library would try each algorithm first; every Java from 17 on has these.
        for (String check : new String[] {"CheckCiphers", "CheckKexes", "CheckMacs", "CheckSignatures"}) {
            names.setProperty(check, "");
        }
        return names;
    }

    private static int millis(Duration time) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, time.toMillis()));
    }

    /** The server opens no channel, or no further one. */
    static final class ChannelRefused extends IOException {
        private static final long serialVersionUID = 1;

        ChannelRefused(Exception cause) {
            super("The server starts no SFTP", cause);
        }
    }

    /** The server refuses this user. */
    static final class LoginRefused extends IOException {
        private static final long serialVersionUID = 1;

        LoginRefused(Exception cause) {
            super("The login was refused", cause);
        }
    }
}
