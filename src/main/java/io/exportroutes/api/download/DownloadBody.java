package io.exportroutes.api.download;

import io.exportroutes.api.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Carries one reply's body into the target through one fixed buffer, and counts. */
final class DownloadBody {
    /** The most that the JDK reads from a socket in one call. */
    private static final int BUFFER = 128 * 1024;

    private final Download download;
    private final DownloadReply reply;
    private final DownloadCall call;
    private final DownloadTarget target;
    private final Duration stall;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private boolean ended;

    DownloadBody(Download download, DownloadReply reply, DownloadCall call, DownloadTarget target, Duration stall) {
        this.download = download;
        this.reply = reply;
        this.call = call;
        this.target = target;
        this.stall = stall;
    }

    /**
     * The body where it is a reply of the API instead of an artifact, otherwise null. Looks into a body that begins like an
     * object and is no larger than one buffer, whatever its content type says; nothing is lost by looking.
     */
    @Nullable
    String peek() {
        fill();
        if (!beginsLikeAnObject()) {
            return null;
        }
        while (!ended && buffered < buffer.length) {
            fill();
        }
        if (!ended) {
            return null;
        }
        String text = new String(buffer, 0, buffered, StandardCharsets.UTF_8);
        return Envelope.parse(text).filter(Envelope::beyondDoubt).isPresent() ? text : null;
    }

    /**
     * Tells the target how large the artifact will be.
     *
     * @param announced by this reply, for the complete artifact, or -1
     * @return the promise, or -1 where there is none
     */
    long promise(long announced) throws IOException {
        Long sizeBytes = call.sizeBytes();
        if (announced >= 0 && sizeBytes != null && announced != sizeBytes) {
            throw DownloadFailures.sizeDiffers(download.name(), announced, sizeBytes);
        }
        long promised = announced >= 0 || sizeBytes == null ? announced : sizeBytes;
        if (promised >= 0) {
            target.expect(promised);
        }
        return promised;
    }

    /** Appends all arriving bytes; the target has the first {@code received} bytes already. */
    void receive(long received, long promised) throws IOException {
        long total = received;
        while (true) {
            if (buffered == 0 && !ended) {
                fill(total, promised);
            }
            if (buffered == 0) {
                break;
            }
            if (promised >= 0 && total + buffered > promised) {
                throw DownloadFailures.tooLong(download.name(), promised);
            }
            target.append(buffer, 0, buffered);
            total += buffered;
            buffered = 0;
        }
        if (promised >= 0 && total != promised) {
            throw DownloadFailures.truncated(download.name(), total, promised);
        }
    }

    private boolean beginsLikeAnObject() {
        int at = 0;
        while (at < buffered && Character.isWhitespace(buffer[at])) {
            at++;
        }
        return at < buffered && buffer[at] == '{';
    }

    private void fill() {
        fill(0, -1);
    }

    private void fill(long received, long promised) {
        if (download.isCancelled()) {
            throw DownloadFailures.cancelled(download.name());
        }
        try {
            int count = reply.read(buffer, buffered, buffer.length - buffered);
            ended = count < 0;
            buffered += Math.max(0, count);
        } catch (IOException thrown) {
            if (download.isCancelled()) {
                throw DownloadFailures.cancelled(download.name());
            }
            throw DownloadFailures.inBody(download.name(), received + buffered, promised, stall, thrown);
        }
    }
}
