package io.exportroutes.delivery.sftp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Speaks SFTP version 3 on one channel, for one thread at a time. Requests are sent without waiting for the answers to earlier ones,
 * and leave this machine at the latest when an answer is awaited.
 */
final class SftpClient {
    /** The largest request that OpenSSH accepts; large requests save round trips and processor time. */
    private static final int LARGE_WRITE = 255 * 1024;

    /** What every server must take. */
    private static final int SAFE_WRITE = 32 * 1024;

    /** The slowest disk of a server, in bytes per second; an answer that takes longer is overdue. */
    private static final long SLOWEST_DISK_PER_SECOND = 5_000_000;

    private static final int NUMBER_AT = 1;
    private static final int FIELDS_AT = 5;

    private final SftpAnswers answers;
    private final OutputStream requests;
    private final Duration limit;
    private final Map<String, String> extensions;

    /**
     * Asks for the server's version.
     *
     * @param requests to the server; it may keep back what is written until it is flushed
     * @param limit how long the server may answer nothing while an answer is awaited
     */
    SftpClient(SftpAnswers answers, OutputStream requests, Duration limit) throws IOException {
        this.answers = answers;
        this.requests = requests;
        this.limit = limit;
        SftpReply version = answers.expectVersion();
        write(new SftpRequest(Sftp.INIT).numbered(Sftp.VERSION_3));
        this.extensions = extensions(await(version, limit).position(FIELDS_AT));
    }

    /** How long the server may answer nothing while an answer is awaited. */
    Duration limit() {
        return limit;
    }

    /** How long an answer may take for which the server's disk writes or reads a file of this size, in bytes. */
    Duration timeForDisk(long size) {
        return limit.plusSeconds(size / SLOWEST_DISK_PER_SECOND);
    }

    /** The largest data of one write request, in bytes. */
    int askForWriteSize() throws IOException {
        if (!knows(Sftp.LIMITS)) {
            return SAFE_WRITE;
        }
        ByteBuffer limits = await(send(SftpRequest.extended(Sftp.LIMITS)), Sftp.EXTENDED_REPLY, limit);
        if (limits.remaining() < 3 * Long.BYTES) {
            return SAFE_WRITE;
        }
        long most = limits.getLong(limits.position() + 2 * Long.BYTES); // behind those of a packet and of a read
        return most <= 0 ? LARGE_WRITE : (int) Math.min(most, LARGE_WRITE);
    }

    /** Whether the server says that it knows this extension. */
    boolean knows(String extension) {
        // The drafts of later versions list theirs within the value of another one.
        String listed = "\0\0\0" + (char) extension.length() + extension;
        return extensions.containsKey(extension)
                || extensions.entrySet().stream()
                        .anyMatch(one -> one.getKey().startsWith("supported")
                                && one.getValue().contains(listed));
    }

    boolean isOpen() {
        return answers.isOpen();
    }

    /** A place for the answer to the request that is written next. */
    SftpReply expect() throws IOException {
        return answers.expect();
    }

    void write(ByteBuffer request) throws IOException {
        requests.write(request.array(), request.position(), request.remaining());
    }

    SftpReply send(SftpRequest request) throws IOException {
        SftpReply reply = answers.expect();
        write(request.numbered(reply.number()));
        return reply;
    }

    /** @throws SftpRefusal if the server answers another status than OK */
    void awaitOk(SftpReply reply) throws IOException {
        awaitOk(reply, limit);
    }

    /** As {@link #awaitOk(SftpReply)}, for an answer that may take as long as this. */
    void awaitOk(SftpReply reply, Duration longer) throws IOException {
        ByteBuffer answer = await(reply, longer);
        if (answer.get(0) != (byte) Sftp.STATUS) {
            throw unexpected(answer);
        }
        SftpRefusal refusal = refusal(answer);
        if (refusal.status() != SftpStatus.OK) {
            throw refusal;
        }
    }

    /**
     * The fields of an answer.
     *
     * @param type that it has if the server did what it was asked for
     * @throws SftpRefusal if the server answers a status
     */
    ByteBuffer await(SftpReply reply, int type, Duration longer) throws IOException {
        ByteBuffer answer = await(reply, longer);
        if (answer.get(0) == (byte) type) {
            return answer.position(FIELDS_AT);
        }
        throw answer.get(0) == (byte) Sftp.STATUS ? refusal(answer) : unexpected(answer);
    }

    /** The next field, a string of bytes. */
    static byte[] string(ByteBuffer fields) throws IOException {
        int length = fields.remaining() < Integer.BYTES ? -1 : fields.getInt();
        if (length < 0 || length > fields.remaining()) {
            throw new IOException("The server sent an answer that ends in the middle of a field");
        }
        byte[] bytes = new byte[length];
        fields.get(bytes);
        return bytes;
    }

    static String text(ByteBuffer fields) throws IOException {
        return new String(string(fields), StandardCharsets.UTF_8);
    }

    private ByteBuffer await(SftpReply reply, Duration longer) throws IOException {
        requests.flush();
        return answers.await(reply, longer);
    }

    private static SftpRefusal refusal(ByteBuffer answer) throws IOException {
        answer.position(FIELDS_AT);
        if (answer.remaining() < Integer.BYTES) {
            throw unexpected(answer);
        }
        return new SftpRefusal(answer.getInt(), answer.hasRemaining() ? text(answer) : "");
    }

    private static IOException unexpected(ByteBuffer answer) {
        return new IOException("The server sent an answer of type %d to request %d"
                .formatted(answer.get(0) & 0xff, answer.getInt(NUMBER_AT)));
    }

    private static Map<String, String> extensions(ByteBuffer fields) throws IOException {
        Map<String, String> extensions = new HashMap<>();
        while (fields.hasRemaining()) {
            String name = text(fields);
            extensions.put(name, new String(string(fields), StandardCharsets.ISO_8859_1));
        }
        return Map.copyOf(extensions);
    }
}
