package io.exportroutes.kamelet.api;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * A reply whose content is given out once, as a {@link ReplyStream}. From then on it has no content: Camel's HTTP producer
 * consumes each reply when its exchange is done, and the exchange of a Kamelet is done before its caller has read a byte.
 */
final class ReplyEntity extends HttpEntityWrapper {
    static final Duration NO_LIMIT = Duration.ofDays(36_500);

    private final long mostBytes;
    private final long deadline;
    private final Runnable cutOff;
    private boolean streamTaken;

    /**
     * @param inAll how long reading the whole may take, from now
     * @param cutOff closes the connection at once
     */
    ReplyEntity(HttpEntity reply, long mostBytes, Duration inAll, Runnable cutOff) {
        super(reply);
        this.mostBytes = mostBytes;
        this.deadline = System.nanoTime() + inAll.toNanos();
        this.cutOff = cutOff;
    }

    @Override
    public boolean isStreaming() {
        return !streamTaken && super.isStreaming();
    }

    @Override
    public InputStream getContent() throws IOException {
        if (streamTaken) {
            return InputStream.nullInputStream();
        }
        streamTaken = true;
        return new ReplyStream(super.getContent(), mostBytes, deadline, cutOff);
    }
}
