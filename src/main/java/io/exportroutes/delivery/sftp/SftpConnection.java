package io.exportroutes.delivery.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One logged-in connection, for one thread at a time. */
final class SftpConnection implements AutoCloseable {
    private static final int NO_ATTRIBUTES = 0;

    private final SshSession session;
    private final SftpClient sftp;
    private final int writeSize;
    private final List<SftpConnection> lanes = new ArrayList<>(List.of(this));
    private final AtomicInteger mostLanes;
    /** By {@link System#nanoTime}; 0 before the first check. */
    private long looked;

    /** @param mostLanes how many channels the server is known to allow in a connection, or may be tried; shared by a store */
    SftpConnection(SshSession session, SftpClient sftp, AtomicInteger mostLanes) throws IOException {
        this.mostLanes = mostLanes;
        this.session = session;
        this.sftp = sftp;
        writeSize = sftp.askForWriteSize();
    }

    /**
     * This connection and others over the same login, each with a channel of its own; they end with this one.
     *
     * @param wanted so many in all; there are fewer if the server allows fewer
     */
    List<SftpConnection> lanes(int wanted) throws IOException {
        while (lanes.size() < Math.min(wanted, mostLanes.get())) {
            try {
                lanes.add(new SftpConnection(session, session.sftp(), mostLanes));
            } catch (IOException e) {
                mostLanes.set(lanes.size()); // some servers end the connection instead, so it is not tried again
                if (!(e instanceof SshSession.ChannelRefused) || !isOpen()) {
                    throw e;
                }
            }
        }
        return List.copyOf(lanes);
    }

    SftpClient sftp() {
        return sftp;
    }

    /** The data of one write request, in bytes. */
    int writeSize() {
        return writeSize;
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

    boolean answers() {
        if (!isOpen()) {
            return false;
        }
        try {
            sftp.await(send(Sftp.REALPATH, "."), Sftp.NAME, sftp.limit());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    boolean isOpen() {
        return session.isOpen() && sftp.isOpen();
    }

    /** Whether the server puts a file under its final name in one step. */
    boolean replacesInOneStep() {
        return sftp.knows(Sftp.POSIX_RENAME);
    }

    /** Asks for a replacement in one step; to be awaited as a status. */
    SftpReply askToReplace(String from, String to) throws IOException {
        return sftp.send(SftpRequest.extended(Sftp.POSIX_RENAME).string(from).string(to));
    }

    /** Puts the file under its final name in one step where the server can; else the old one steps aside first. */
    void rename(String from, String to) throws IOException {
        if (replacesInOneStep()) {
            sftp.awaitOk(askToReplace(from, to));
        } else if (size(to) == null) {
            renameToUnused(from, to);
        } else {
            replace(from, to);
        }
    }

    /** The old file comes back where the new one is gone: another process that took the work over has removed it. */
    private void replace(String from, String to) throws IOException {
        remove(aside(from));
        renameToUnused(to, aside(from));
        try {
            renameToUnused(from, to);
        } catch (IOException e) {
            renameToUnused(aside(from), to);
            throw e;
        }
        remove(aside(from));
    }

    void renameToUnused(String from, String to) throws IOException {
        sftp.awaitOk(sftp.send(new SftpRequest(Sftp.RENAME).string(from).string(to)));
    }

    /** Removes what a dead process left of a replacement, once the new file is in its place. */
    void removeAside(String part) throws IOException {
        if (!replacesInOneStep()) {
            remove(aside(part));
        }
    }

    private static String aside(String part) {
        return part + ".old";
    }

    /** The file's size in bytes, or null if there is none. */
    @Nullable
    Long size(String path) throws IOException {
        return awaitSize(askForSize(path));
    }

    SftpReply askForSize(String path) throws IOException {
        return send(Sftp.STAT, path);
    }

    @Nullable
    Long awaitSize(SftpReply answer) throws IOException {
        try {
            ByteBuffer attributes = sftp.await(answer, Sftp.ATTRIBUTES, sftp.limit());
            boolean known =
                    attributes.remaining() >= Integer.BYTES + Long.BYTES && (attributes.getInt() & Sftp.HAS_SIZE) != 0;
            return known ? attributes.getLong() : 0;
        } catch (SftpRefusal e) {
            requireAbsent(e);
            return null;
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
        return SftpUpload.offersHash(sftp) ? SftpUpload.awaitHash(sftp, SftpUpload.askForHash(sftp, path), size) : null;
    }

    InputStream read(String path) throws IOException {
        return new PipelinedReads(sftp, openToRead(path));
    }

    void remove(String path) throws IOException {
        awaitRemoval(askToRemove(path));
    }

    SftpReply askToRemove(String path) throws IOException {
        return send(Sftp.REMOVE, path);
    }

    void awaitRemoval(SftpReply answer) throws IOException {
        try {
            sftp.awaitOk(answer);
        } catch (SftpRefusal e) {
            requireAbsent(e);
        }
    }

    @Override
    public void close() {
        session.close();
    }

    /** Asks for the handle of a file that is written anew. */
    SftpReply askToOpen(String path) throws IOException {
        return open(path, Sftp.TO_WRITE_ANEW);
    }

    /** The handle; the directories above the file are made as needed. */
    byte[] awaitHandle(SftpReply answer, String path) throws IOException {
        try {
            return awaitHandle(answer);
        } catch (SftpRefusal e) {
            requireAbsent(e);
            makeDirectories(path);
            return awaitHandle(askToOpen(path));
        }
    }

    byte[] awaitHandle(SftpReply answer) throws IOException {
        return SftpClient.string(sftp.await(answer, Sftp.HANDLE, sftp.limit()));
    }

    private byte[] openToRead(String path) throws IOException {
        return awaitHandle(open(path, Sftp.TO_READ));
    }

    private SftpReply open(String path, int way) throws IOException {
        return sftp.send(new SftpRequest(Sftp.OPEN).string(path).number(way).number(NO_ATTRIBUTES));
    }

    private SftpReply send(int type, String path) throws IOException {
        return sftp.send(new SftpRequest(type).string(path));
    }

    /** The first bytes of a file, at most so many, or null if there is none. */
    byte @Nullable [] start(String path, int most) throws IOException {
        byte[] handle;
        try {
            handle = openToRead(path);
        } catch (SftpRefusal e) {
            requireAbsent(e);
            return null;
        }
        try {
            return new PipelinedReads(sftp, handle).readNBytes(most);
        } finally {
            sftp.send(new SftpRequest(Sftp.CLOSE).string(handle));
        }
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
            sftp.awaitOk(sftp.send(new SftpRequest(Sftp.MKDIR).string(directory).number(NO_ATTRIBUTES)));
        } catch (SftpRefusal e) {
            // Another delivery may have been first.
            if (size(directory) == null) {
                throw e;
            }
        }
    }

    /** Whether the server says that there is no such file. */
    static boolean isAbsent(IOException thrown) {
        return thrown instanceof SftpRefusal answer
                && List.of(SftpStatus.NO_SUCH_FILE, SftpStatus.NO_SUCH_PATH).contains(answer.status());
    }

    private static void requireAbsent(SftpRefusal answer) throws SftpRefusal {
        if (!isAbsent(answer)) {
            throw answer;
        }
    }
}
