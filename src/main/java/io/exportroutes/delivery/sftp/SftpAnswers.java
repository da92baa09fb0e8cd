package io.exportroutes.delivery.sftp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the server sends on one SFTP channel: the SSH library writes it here as it arrives, and each answer goes to the request
 * that has its number, in whatever order they come. An answer that belongs to no request ends the channel, since nothing after
 * it can be trusted.
 */
final class SftpAnswers extends OutputStream {
    /** The number of the one answer that has none, the server's version. */
    static final int VERSION_NUMBER = 0;

    /** OpenSSH's own limit of a packet is a quarter of this. */
    private static final int LONGEST = 1024 * 1024;

    private static final int LENGTH = 4;
    private static final int SHORTEST = 5;

    private final Supplier<IOException> reason;
    private final Map<Integer, SftpReply> expected = new HashMap<>();
    private ByteBuffer received = ByteBuffer.allocate(4096);
    private int lastNumber = VERSION_NUMBER;
    private long answers;
    private @Nullable IOException end;

    /** @param reason why the channel ended, if it did so by itself */
    SftpAnswers(Supplier<IOException> reason) {
        this.reason = reason;
    }

    /** A place for the answer to the next request. */
    synchronized SftpReply expect() throws IOException {
        return expect(++lastNumber);
    }

    synchronized SftpReply expectVersion() throws IOException {
        return expect(VERSION_NUMBER);
    }

    private SftpReply expect(int number) throws IOException {
        if (end != null) {
            throw new IOException(end.getMessage(), end);
        }
        SftpReply reply = new SftpReply(number);
        expected.put(number, reply);
        return reply;
    }

    /**
     * Blocks until the reply has its answer.
     *
     * @param limit how long the server may answer nothing at all on this channel
     * @throws SftpTimeout if nothing was answered for so long
     * @throws IOException if the channel ended before
     */
    synchronized ByteBuffer await(SftpReply reply, Duration limit) throws IOException {
        long seen = answers;
        long silentSince = System.nanoTime();
        while (reply.answer() == null) {
            if (end != null) {
                throw new IOException(end.getMessage(), end);
            }
            if (seen != answers) {
                seen = answers;
                silentSince = System.nanoTime();
            }
            long left = limit.toNanos() - (System.nanoTime() - silentSince);
            if (left <= 0) {
                throw new SftpTimeout(limit);
            }
            pause(left);
        }
        return reply.take();
    }

    private void pause(long nanos) throws IOException {
        try {
            wait(nanos / 1_000_000 + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for the server");
        }
    }

    /** Ends the channel: each request that waits, and each later one, fails by this. The first reason stays. */
    synchronized void end(IOException reason) {
        if (end == null) {
            end = reason;
        }
        expected.clear();
        notifyAll();
    }

    synchronized boolean isOpen() {
        return end == null;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (received.remaining() < length) {
            ByteBuffer larger = ByteBuffer.allocate(2 * (received.position() + length));
            received = larger.put(received.flip());
        }
        received.put(bytes, offset, length).flip();
        try {
            while (received.remaining() >= LENGTH && isWhole(received.getInt(received.position()))) {
                byte[] packet = new byte[received.getInt()];
                received.get(packet);
                answered(ByteBuffer.wrap(packet));
            }
        } catch (IOException e) {
            end(e);
            throw e;
        } finally {
            received.compact();
        }
    }

    private boolean isWhole(int length) throws IOException {
        if (length < SHORTEST || length > LONGEST) {
            throw new IOException("The server sent an SFTP packet of " + length + " bytes");
        }
        return received.remaining() >= LENGTH + length;
    }

    private void answered(ByteBuffer packet) throws IOException {
        int number = packet.get(0) == Sftp.VERSION ? VERSION_NUMBER : packet.getInt(1);
        SftpReply reply = expected.remove(number);
        if (reply == null) {
            throw new IOException("The server answered a request that was not sent, number " + number);
        }
        reply.give(packet);
        answers++;
        notifyAll();
    }

    /** The SSH library calls this at the end of the channel or of its connection. */
    @Override
    public void close() {
        end(reason.get());
    }
}
