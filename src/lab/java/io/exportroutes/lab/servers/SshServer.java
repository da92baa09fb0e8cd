package io.exportroutes.lab.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;

/** A real SSH server with SFTP on a port of 127.0.0.1, rooted in a folder of its own; accepts a password and keys. */
public final class SshServer implements AutoCloseable {
    private final Path root = TempDirs.create("sftp");
    private final String password;
    private final Set<String> users = ConcurrentHashMap.newKeySet();
    private final Set<PublicKey> authorized = ConcurrentHashMap.newKeySet();
    private final SftpFaults faults = new SftpFaults();
    private final AtomicInteger logins = new AtomicInteger();
    private final List<String> passwords = new CopyOnWriteArrayList<>();
    private volatile KeyPair hostKey = newKey(384);
    private volatile boolean refusingLogins;
    private org.apache.sshd.server.SshServer server;
    private final int port;

    private SshServer(String password) {
        this.password = password;
        users.add(username());
        server = listen(FreePort.find());
        port = server.getPort();
    }

    public static SshServer start() {
        return new SshServer(UUID.randomUUID().toString());
    }

    /** Starts a server with this password. */
    public static SshServer start(String password) {
        return new SshServer(password);
    }

    public int port() {
        return port;
    }

    public String username() {
        return "acme";
    }

    public String password() {
        return password;
    }

    /** Lets another user in, with the same password and the same root. */
    public void let(String user) {
        users.add(user);
    }

    /** What the client sees as {@code /}. */
    public Path root() {
        return root;
    }

    /** Writes a known-hosts file that holds this server's present key. */
    public Path knownHostsFile(Path file) throws IOException {
        String line = "[127.0.0.1]:%d %s".formatted(port, PublicKeyEntry.toString(hostKey.getPublic()));
        return Files.writeString(file, line + "\n");
    }

    /** Writes a new private key in OpenSSH's format and lets it in; encrypted where a passphrase is given. */
    public Path privateKeyFile(Path file, @Nullable String passphrase) throws IOException {
        KeyPair key = newKey(256);
        OpenSSHKeyEncryptionContext encryption = null;
        if (passphrase != null) {
            encryption = new OpenSSHKeyEncryptionContext();
            encryption.setCipherName("AES");
            encryption.setCipherType("256");
            encryption.setCipherMode("CTR");
            encryption.setPassword(passphrase);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "lab", encryption, out);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        authorized.add(key.getPublic());
        return file;
    }

    /** Lets the owner of this key in. */
    public void let(PublicKey key) {
        authorized.add(key);
    }

    /** Opens one channel in each connection and refuses each further one. */
    public void allowOneChannel() {
        server.setChannelFactories(List.of(new OneChannel()));
    }

    /** From now on the server shows another host key, as an impostor or a reinstalled machine does. */
    public void changeHostKey() {
        hostKey = newKey(384);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    }

    public void refuseLogins(boolean refuse) {
        refusingLogins = refuse;
    }

    /** Cuts the connection once this many further bytes of file content were written; once. */
    public void cutAfter(long bytes) {
        faults.cutAfter(bytes);
    }

    /** Stores the next bytes with one of them changed, as failing memory would. */
    public void corruptNextWrite() {
        faults.corruptNextWrite();
    }

    /** Reports each file as this many bytes longer than it is. */
    public void misreportSizesBy(long bytes) {
        faults.misreportSizesBy(bytes);
    }

    /** The files that were brought to the disk because a client asked for it, in order. */
    public List<String> synced() {
        return faults.synced();
    }

    /** How many files clients have opened and not closed. */
    public int openFiles() {
        return faults.openFiles();
    }

    /** Refuses to show and to take markers, as servers do that allow no hidden files. */
    public void refuseHiddenFiles(boolean refuse) {
        faults.refuseHiddenFiles(refuse);
    }

    /** Stores nothing of the next bytes, and says so. */
    public void failNextWrite() {
        faults.failNextWrite();
    }

    /** Has room for this many further bytes of files, as with a quota. */
    public void limitRoom(long bytes) {
        faults.limitRoom(bytes);
    }

    /** Answers the next request for a path with this in it by a failure that says nothing of its reason. */
    public void refuseOnce(String path) {
        faults.refuseOnce(path);
    }

    /** Keeps back the answers to requests with this in them: in their path, in {@code write NAME} or {@code fsync NAME}. */
    public HeldAnswer hold(String request) {
        return faults.hold(request);
    }

    /** The server has a second key, of a kind that clients prefer, besides the one in the known-hosts file. */
    public void addPreferredHostKey() {
        server.setKeyPairProvider(KeyPairProvider.wrap(newKey(256), hostKey));
    }

    /** Speaks plain SFTP without any extension from the next connection on. */
    public void offerNoExtensions() {
        announceAlone("none@example.com=1"); // nothing at all would mean the usual ones
    }

    /** Announces this and no other extension, as {@code NAME=VERSION}, from the next connection on; it knows all the same. */
    public void announceAlone(String extension) {
        SftpModuleProperties.OPENSSH_EXTENSIONS.set(server, extension);
        SftpModuleProperties.CLIENT_EXTENSIONS.set(server, "none");
    }

    /** Reads the next file that it hashes before anything that was written has come there, as servers do that buffer. */
    public void hashNextTooEarly() {
        faults.hashNextTooEarly();
    }

    /** Asks for passwords in a dialogue alone, as servers do that check them with PAM. */
    public void askInDialogueAlone() {
        server.setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
    }

    /** Disconnects a client once it was refused so often within one connection. */
    public void limitAttempts(int most) {
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, most);
    }

    /** How many connections are open now. */
    public int connections() {
        return server.getActiveSessions().size();
    }

    /** How many logins succeeded. */
    public int logins() {
        return logins.get();
    }

    /** The passwords that clients gave, right or wrong, within however many connections: servers lock accounts by that. */
    public List<String> passwords() {
        return List.copyOf(passwords);
    }

    /** Drops each connection, as a firewall or a restart does; the next one is welcome. */
    public void dropConnections() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    /** Refuses connections until {@link #up()}. */
    public void down() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens again, on the same port, with the same files. */
    public void up() {
        server = listen(port);
    }

    /** @throws IllegalStateException where a fault was planned that did not strike: what was to meet it proves nothing */
    @Override
    public void close() {
        down();
        TempDirs.delete(root);
        faults.requireStruck();
    }

    private org.apache.sshd.server.SshServer listen(int onPort) {
        org.apache.sshd.server.SshServer created = org.apache.sshd.server.SshServer.setUpDefaultServer();
        created.setHost("127.0.0.1");
        created.setPort(onPort);
        created.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        created.setPasswordAuthenticator((user, given, session) -> accepts(user, given));
        created.setPublickeyAuthenticator((user, key, session) ->
                !refusingLogins && users.contains(user) && KeyUtils.findMatchingKey(key, authorized) != null);
        created.setFileSystemFactory(new VirtualFileSystemFactory(root));
        SftpSubsystemFactory sftp = new SftpSubsystemFactory.Builder()
                .withFileSystemAccessor(faults)
                .build();
        sftp.addSftpEventListener(faults);
        created.setSubsystemFactories(List.of(sftp));
        created.addSessionListener(countingLogins());
        CoreModuleProperties.NIO_WORKERS.set(created, 2);
        try {
            created.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return created;
    }

    private boolean accepts(String user, String given) {
        passwords.add(given);
        return !refusingLogins && users.contains(user) && given.equals(password);
    }

    private SessionListener countingLogins() {
        return new SessionListener() {
            @Override
            public void sessionEvent(Session session, Event event) {
                if (event == Event.Authenticated) {
                    logins.incrementAndGet();
                }
            }
        };
    }

    private static KeyPair newKey(int bits) {
        try {
            return KeyUtils.generateKeyPair("ecdsa-sha2-nistp" + bits, bits);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
