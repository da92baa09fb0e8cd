package io.exportroutes.delivery.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Reads a file to its end with many requests in flight. */
final class PipelinedReads extends InputStream {
    /** What every server gives at once. */
    private static final int AT_ONCE = 32 * 1024;

    private static final int IN_FLIGHT = 32;

    private final SftpClient sftp;
    private final byte[] handle;
    private final Queue<Asked> unanswered = new ArrayDeque<>();
    private ByteBuffer data = ByteBuffer.allocate(0);
    private long asked;
    private boolean ended;

    PipelinedReads(SftpClient sftp, byte[] handle) {
        this.sftp = sftp;
        this.handle = handle.clone();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (!data.hasRemaining() && !ended) {
            next();
        }
        if (!data.hasRemaining()) {
            return length == 0 ? 0 : -1;
        }
        int read = Math.min(length, data.remaining());
        data.get(buffer, offset, read);
        return read;
    }

    private void next() throws IOException {
        while (unanswered.size() < IN_FLIGHT) {
            unanswered.add(ask(asked, AT_ONCE));
            asked += AT_ONCE;
        }
        Asked first = unanswered.remove();
        ByteBuffer answer = answer(first);
        if (answer == null) {
            ended = true;
            return;
        }
        data = ByteBuffer.allocate(first.length());
        data.put(answer);
        while (data.hasRemaining()) { // a server may give less than was asked for
            ByteBuffer rest = answer(ask(first.offset() + data.position(), data.remaining()));
            if (rest == null) {
                ended = true;
                break;
            }
            data.put(rest);
        }
        data.flip();
    }

    private Asked ask(long offset, int length) throws IOException {
        SftpRequest read =
                new SftpRequest(Sftp.READ).string(handle).longNumber(offset).number(length);
        return new Asked(offset, length, sftp.send(read));
    }

    /** The bytes, at least one and no more than were asked for, or null beyond the end of the file. */
    private @Nullable ByteBuffer answer(Asked one) throws IOException {
        try {
            byte[] bytes = SftpClient.string(sftp.await(one.reply(), Sftp.DATA, sftp.limit()));
            if (bytes.length == 0 || bytes.length > one.length()) {
                throw new IOException(
                        "The server gave %d bytes where %d were asked for".formatted(bytes.length, one.length()));
            }
            return ByteBuffer.wrap(bytes);
        } catch (SftpRefusal refusal) {
            if (refusal.status() == SftpStatus.END_OF_FILE) {
                return null;
            }
            throw refusal;
        }
    }

    private record Asked(long offset, int length, SftpReply reply) {}
}
