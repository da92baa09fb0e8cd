package io.exportroutes.delivery.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.extensions.CheckFileNameExtension;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHFsyncExtension;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHLimitsExtension;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHPosixRenameExtension;
import org.apache.sshd.sftp.client.impl.AbstractSftpClient;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.jspecify.annotations.Nullable;

/** One logged-in connection, for one thread at a time. */
final class SftpConnection implements AutoCloseable {
    /** The largest request that OpenSSH accepts; large requests save round trips and processor time. */
    private static final int LARGE_WRITE = 255 * 1024;

    /** As draft-ietf-secsh-filexfer-extensions-00, 3, calls it; a length and a block size of 0 stand for all. */
    private static final String SHA_256 = "sha256";

    private static final long TO_ITS_END = 0;
    private static final int AS_ONE = 0;

    private final ClientSession session;
    private final ServerSilence silence;
    private final AbstractSftpClient sftp;
    private final int writeSize;
    /** By {@link System#nanoTime}; 0 before the first check. */
    private long looked;

    SftpConnection(ClientSession session, AbstractSftpClient sftp) throws IOException {
        this.session = session;
        this.silence = ServerSilence.watch(session);
        this.sftp = sftp;
        OpenSSHLimitsExtension limits = sftp.getExtension(OpenSSHLimitsExtension.class);
        // Zero lets the client choose what every server must take.
        writeSize = limits == null || !limits.isSupported() ? 0 : writeSize(limits.limits().maxWriteLength);
    }

    /**
     * Whether it is worth a look at what was seen of the server a while ago, as on a connection that was idle; then the time
     * begins again.
     */
    boolean isDue(Duration age) {
        long now = System.nanoTime();
        boolean due = looked == 0 || now - looked > age.toNanos();
        if (due) {
            looked = now;
        }
        return due;
    }

    private boolean isOpen() {
        return session.isOpen() && sftp.isOpen();
    }

    /** Whether the connection ended, other than by the server's silence. */
    boolean isLost() {
        return !isOpen() && !silence.closedSession();
    }

    boolean answers() {
        if (!isOpen()) {
            return false;
        }
        try {
            return !sftp.canonicalPath(".").isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Writes the stream to its end into the file, many requests in flight, makes the directories as needed, and has the server
     * bring the file to its disk where it offers that.
     */
    void write(String path, InputStream bytes) throws IOException {
        try (CloseableHandle file = open(path)) {
            long size;
            try (PipelinedWrites out = new PipelinedWrites(sftp, writeSize, path, file)) {
                size = out.transferFrom(bytes);
                out.awaitAnswers();
            }
            sync(file, size);
        }
    }

    private void sync(CloseableHandle file, long size) throws IOException {
        OpenSSHFsyncExtension fsync = sftp.getExtension(OpenSSHFsyncExtension.class);
        if (fsync == null || !fsync.isSupported()) {
            return;
        }
        try {
            silence.withTimeForDisk(size, () -> {
                fsync.fsync(file);
                return size;
            });
        } catch (SftpException e) {
            if (e.getStatus() != SftpConstants.SSH_FX_OP_UNSUPPORTED) {
                throw e;
            }
        }
    }

    /** Puts the file under its final name in one step where the server can; else the old one steps aside first. */
    void rename(String from, String to) throws IOException {
        OpenSSHPosixRenameExtension atomic = sftp.getExtension(OpenSSHPosixRenameExtension.class);
        if (atomic != null && atomic.isSupported()) {
            atomic.posixRename(from, to);
        } else if (size(to) == null) {
            sftp.rename(from, to);
        } else {
            replace(from, to);
        }
    }

    /** The old file comes back where the new one is gone: another process that took the work over has removed it. */
    private void replace(String from, String to) throws IOException {
        remove(aside(from));
        sftp.rename(to, aside(from));
        try {
            sftp.rename(from, to);
        } catch (IOException e) {
            sftp.rename(aside(from), to);
            throw e;
        }
        remove(aside(from));
    }

    /** Removes what a dead process left of a replacement, once the new file is in its place. */
    void removeAside(String part) throws IOException {
        OpenSSHPosixRenameExtension atomic = sftp.getExtension(OpenSSHPosixRenameExtension.class);
        if (atomic == null || !atomic.isSupported()) {
            remove(aside(part));
        }
    }

    private static String aside(String part) {
        return part + ".old";
    }

    /** The file's size in bytes, or null if there is none. */
    @Nullable
    Long size(String path) throws IOException {
        try {
            return sftp.stat(path).getSize();
        } catch (SftpException e) {
            return absent(e);
        }
    }

    /**
     * The SHA-256 of the file as the server reads it back, in lower-case hex, or null if it offers no such thing. It answers
     * once it has read all of the file.
     *
     * @param size of the file, in bytes
     */
    @Nullable
    String sha256(String path, long size) throws IOException {
        CheckFileNameExtension check = sftp.getExtension(CheckFileNameExtension.class);
        if (check == null || !check.isSupported()) {
            return null;
        }
        try {
            Map.Entry<String, Collection<byte[]>> answer = silence.withTimeForDisk(
                    size, () -> check.checkFileName(path, List.of(SHA_256), 0, TO_ITS_END, AS_ONE));
            return answer.getKey().equals(SHA_256) && answer.getValue().size() == 1
                    ? HexFormat.of().formatHex(answer.getValue().iterator().next())
                    : null;
        } catch (SftpException e) {
            return null; // it knows the question but not this algorithm; the size was compared
        }
    }

    InputStream read(String path) throws IOException {
        return sftp.read(path);
    }

    void remove(String path) throws IOException {
        try {
            sftp.remove(path);
        } catch (SftpException e) {
            absent(e);
        }
    }

    /** Removes a file after a failure, which is the one that is reported; a server that did not answer is not asked again. */
    void removeAfter(Exception failure, String path) {
        if (!session.isOpen() || SftpFailures.isOverdue(failure)) {
            return;
        }
        try {
            remove(path);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        session.close(true);
    }

    private CloseableHandle open(String path) throws IOException {
        EnumSet<OpenMode> modes = EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate);
        try {
            return sftp.open(path, modes);
        } catch (SftpException e) {
            absent(e);
            makeDirectories(path);
            return sftp.open(path, modes);
        }
    }

    /** The first bytes of a file, at most so many, or null if there is none. */
    byte @Nullable [] start(String path, int most) throws IOException {
        try (CloseableHandle file = sftp.open(path, EnumSet.of(OpenMode.Read))) {
            byte[] bytes = new byte[most];
            int read = sftp.read(file, 0, bytes);
            return Arrays.copyOf(bytes, Math.max(0, read));
        } catch (SftpException e) {
            absent(e);
            return null;
        }
    }

    /** Writes a few bytes under an unused name, through a temporary name. */
    void writeNew(String part, String path, byte[] bytes) throws IOException {
        try (CloseableHandle file = sftp.open(part, EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate))) {
            sftp.write(file, 0, bytes);
            sync(file, bytes.length);
        }
        sftp.rename(part, path);
    }

    /** Makes the directories above the path as needed; those that end with a slash are all above. */
    void makeDirectories(String path) throws IOException {
        int slash = path.indexOf('/', 1);
        while (slash > 0) {
            String directory = path.substring(0, slash);
            if (size(directory) == null) {
                makeDirectory(directory);
            }
            slash = path.indexOf('/', slash + 1);
        }
    }

    private void makeDirectory(String directory) throws IOException {
        try {
            sftp.mkdir(directory);
        } catch (SftpException e) {
            // Another delivery may have been first.
            if (size(directory) == null) {
                throw e;
            }
        }
    }

    /** Whether the server says that there is no such file. */
    static boolean isAbsent(IOException thrown) {
        return thrown instanceof SftpException answer
                && List.of(SftpConstants.SSH_FX_NO_SUCH_FILE, SftpConstants.SSH_FX_NO_SUCH_PATH)
                        .contains(answer.getStatus());
    }

    private static @Nullable Long absent(SftpException answer) throws SftpException {
        if (isAbsent(answer)) {
            return null;
        }
        throw answer;
    }

    private static int writeSize(long limit) {
        return limit <= 0 ? LARGE_WRITE : (int) Math.min(limit, LARGE_WRITE);
    }
}
