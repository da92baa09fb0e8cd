package io.exportroutes.kamelet.api;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.value.BlockStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a reply, read within limits. Closed before its end, it cuts the connection: the HTTP client would read on
 * through all of a large artifact that nobody wants any more. Dropped without being closed, it does so once it is garbage.
 */
final class ReplyStream extends BlockStream {
    private static final Cleaner CLEANER = Cleaner.create();

    private final long mostBytes;
    private final long deadline;
    private final Connection connection;
    private long received;
    private @Nullable TransientFailure refusal;

    /** @param deadline by {@link System#nanoTime()}, for the whole */
    ReplyStream(InputStream reply, long mostBytes, long deadline, Runnable cutOff) {
        super(reply);
        this.mostBytes = mostBytes;
        this.deadline = deadline;
        this.connection = new Connection(cutOff);
        CLEANER.register(this, connection::cut);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (refusal != null) {
            // Camel may try to read once more; what it meets then must not hide why the connection was cut
            throw refusal;
        }
        checkTime();
        int count = take(buffer, offset, length);
        if (count < 0) {
            connection.released();
        }
        received += Math.max(count, 0);
        if (received > mostBytes) {
            throw refused(FailureCode.REPLY_TOO_LARGE, "The reply has more than " + mostBytes + " bytes");
        }
        return count;
    }

    private int take(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (IOException broken) {
            checkTime(); // it may have been cut off because its time was over
            throw broken;
        }
    }

    private void checkTime() {
        if (System.nanoTime() - deadline > 0) {
            throw refused(FailureCode.REPLY_TOO_SLOW, "The reply took too long; " + received + " bytes had arrived");
        }
    }

    private TransientFailure refused(FailureCode code, String message) {
        close();
        refusal = new TransientFailure(code, message, "Check what answers at the base URL; it may not be the API.");
        return refusal;
    }

    @Override
    public void close() {
        connection.cut();
    }

    /** Cuts the connection unless it was released; it must not refer to the stream, which could then never be collected. */
    private static final class Connection {
        private final AtomicBoolean over = new AtomicBoolean();
        private final Runnable cutOff;

        Connection(Runnable cutOff) {
            this.cutOff = cutOff;
        }

        void released() {
            over.set(true);
        }

        void cut() {
            if (over.compareAndSet(false, true)) {
                cutOff.run();
            }
        }
    }
}
