package io.exportroutes.delivery.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written anew. Its requests are sent without waiting for each other, except that all but the first need the
 * handle; {@link #written} looks at all answers.
 */
final class SftpUpload {
    /** As draft-ietf-secsh-filexfer-extensions-00, 3, calls it; a length and a block size of 0 stand for all. */
    private static final String SHA_256 = "sha256";

    private static final int SHA_256_LENGTH = 32;
    private static final long TO_ITS_END = 0;
    private static final int AS_ONE = 0;

    private final SftpConnection link;
    private final SftpClient sftp;
    private final String path;
    private final SftpReply open;
    private byte @Nullable [] handle;
    private @Nullable PipelinedWrites writes;
    private @Nullable SftpReply fsync;
    private @Nullable SftpReply close;
    private @Nullable SftpReply stat;
    private @Nullable SftpReply hash;
    private long sent;

    /** Asks for the file to be opened. */
    SftpUpload(SftpConnection link, String path) throws IOException {
        this.link = link;
        this.sftp = link.sftp();
        this.path = path;
        open = link.askToOpen(path);
    }

    /**
     * Sends the stream to its end; the directories are made as needed. The server is asked to bring the file to its disk where it
     * offers that.
     *
     * @param expected size in bytes, or a negative number if it is not known
     * @param longestHashed the size in bytes up to which the server is asked for the SHA-256, where it offers that
     */
    void send(InputStream bytes, long expected, long longestHashed) throws IOException {
        byte[] opened = link.awaitHandle(open, path);
        handle = opened;
        int largest = link.writeSize();
        writes = new PipelinedWrites(
                sftp, opened, expected < 0 ? largest : (int) Math.max(1, Math.min(largest, expected)));
        sent = writes.send(bytes);
        if (sftp.knows(Sftp.FSYNC)) {
            fsync = sftp.send(SftpRequest.extended(Sftp.FSYNC).string(opened));
        }
        close = sftp.send(new SftpRequest(Sftp.CLOSE).string(opened));
        stat = sftp.send(new SftpRequest(Sftp.STAT).string(path));
        if (sent <= longestHashed && offersHash(sftp)) {
            hash = askForHash(sftp, path);
        }
    }

    /** What the server has, once it has answered all of it. */
    Written written() throws IOException {
        if (writes == null || close == null || stat == null) {
            throw new IllegalStateException("Nothing was sent to " + path);
        }
        writes.awaitAnswers();
        if (fsync != null) {
            awaitDisk(fsync);
        }
        sftp.awaitOk(close);
        Long size = link.awaitSize(stat);
        if (size == null || size != sent) {
            size = link.size(path); // a server that works on several requests at once may have looked too early
        }
        return new Written(size, hash == null ? null : awaitHash(sftp, hash, sent));
    }

    private void awaitDisk(SftpReply answer) throws IOException {
        try {
            sftp.awaitOk(answer, sftp.timeForDisk(sent));
        } catch (SftpRefusal refusal) {
            if (refusal.status() != SftpStatus.UNSUPPORTED) {
                throw refusal;
            }
        }
    }

    /** After a failure: lets the server forget the file, without waiting for that, also where its handle was not looked at yet. */
    void abandon() throws IOException {
        if (close != null) {
            return;
        }
        try {
            byte[] opened = handle == null ? link.awaitHandle(open) : handle;
            close = sftp.send(new SftpRequest(Sftp.CLOSE).string(opened));
        } catch (SftpRefusal nothingIsOpen) {
            handle = null;
        }
    }

    /** Whether the server hashes a file by its name. */
    static boolean offersHash(SftpClient sftp) {
        return sftp.knows(Sftp.CHECK_FILE_NAME) || sftp.knows(Sftp.CHECK_FILE);
    }

    static SftpReply askForHash(SftpClient sftp, String path) throws IOException {
        return sftp.send(SftpRequest.extended(Sftp.CHECK_FILE_NAME)
                .string(path)
                .string(SHA_256)
                .longNumber(0)
                .longNumber(TO_ITS_END)
                .number(AS_ONE));
    }

    /** The SHA-256 in lower-case hex, or null if the server knows the question but not this algorithm. */
    static @Nullable String awaitHash(SftpClient sftp, SftpReply answer, long size) throws IOException {
        try {
            ByteBuffer fields = sftp.await(answer, Sftp.EXTENDED_REPLY, sftp.timeForDisk(size));
            String algorithm = SftpClient.text(fields);
            if (algorithm.equals(Sftp.CHECK_FILE)) { // some servers repeat the question
                algorithm = SftpClient.text(fields);
            }
            if (fields.remaining() == Integer.BYTES + SHA_256_LENGTH) { // and some count the bytes
                fields.getInt();
            }
            byte[] hash = new byte[fields.remaining()];
            fields.get(hash);
            return algorithm.equals(SHA_256) && hash.length == SHA_256_LENGTH
                    ? HexFormat.of().formatHex(hash)
                    : null;
        } catch (SftpRefusal refusal) {
            return null; // the size was compared
        }
    }

    /**
     * A file as the server describes it.
     *
     * @param size in bytes; null if it is not there
     * @param sha256 as the server read it back, in lower-case hex; null if it was not asked, or did not say
     */
    record Written(@Nullable Long size, @Nullable String sha256) {}
}
