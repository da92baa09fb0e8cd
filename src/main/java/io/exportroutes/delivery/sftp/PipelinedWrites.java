package io.exportroutes.delivery.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Writes into a file with many requests in flight. Each answer is looked at, however late: one of them may report a failed write,
 * which leaves a hole in a file of the right size.
 */
final class PipelinedWrites {
    /** More than the window of OpenSSH's channels holds. */
    private static final int IN_FLIGHT = 32;

    private static final int HEADER = 25;

    private final SftpClient sftp;
    private final byte[] handle;
    private final Queue<SftpReply> unanswered = new ArrayDeque<>();
    private final ByteBuffer request;
    private long written;

    /** @param size of the data of one request, in bytes */
    PipelinedWrites(SftpClient sftp, byte[] handle, int size) {
        this.sftp = sftp;
        this.handle = handle.clone();
        request = ByteBuffer.allocate(HEADER + handle.length + size);
    }

    /**
     * Sends the stream to its end, or to an empty read's failure; waits only while too many requests are unanswered.
     *
     * @return its size in bytes
     * @throws SftpRefusal for a write that failed, as soon as its answer is looked at
     */
    long send(InputStream bytes) throws IOException {
        int data = HEADER + handle.length;
        int read;
        while ((read = bytes.readNBytes(request.array(), data, request.capacity() - data)) > 0) {
            while (unanswered.size() >= IN_FLIGHT) {
                sftp.awaitOk(unanswered.remove());
            }
            send(read);
        }
        return written;
    }

    /** Returns once the server has answered each write. */
    void awaitAnswers() throws IOException {
        while (!unanswered.isEmpty()) {
            sftp.awaitOk(unanswered.remove());
        }
    }

    private void send(int length) throws IOException {
        SftpReply reply = sftp.expect();
        unanswered.add(reply);
        request.clear();
        request.putInt(HEADER - Integer.BYTES + handle.length + length).put((byte) Sftp.WRITE);
        request.putInt(reply.number()).putInt(handle.length).put(handle);
        request.putLong(written).putInt(length);
        sftp.write(request.position(0).limit(HEADER + handle.length + length));
        written += length;
    }
}
