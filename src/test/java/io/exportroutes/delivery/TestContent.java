package io.exportroutes.delivery;

import io.exportroutes.value.FileRegion;
import io.exportroutes.value.RegionStream;
import io.exportroutes.value.UnreadableRegion;
import io.exportroutes.value.Verified;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Content as the spool gives it: it may still grow, fail, come in small pieces, or not know its length. */
public final class TestContent implements Content {
    private final byte[] bytes;
    private final CountDownLatch verified;
    private final CountDownLatch awaited = new CountDownLatch(1);
    private boolean sizeKnown = true;
    private int largestRead = Integer.MAX_VALUE;
    private int failAt = Integer.MAX_VALUE;
    private long fence;
    private int noticedAt = Integer.MAX_VALUE;
    private Runnable notice = () -> {};
    private volatile @Nullable IOException failure;

    private TestContent(byte[] bytes, boolean whole) {
        this.bytes = bytes;
        verified = new CountDownLatch(whole ? 0 : 1);
    }

    public static TestContent of(byte[] bytes) {
        return new TestContent(bytes, true);
    }

    /** All bytes but the last are there; {@link #verify} or {@link #fail} decides. */
    public static TestContent growing(byte[] bytes) {
        return new TestContent(bytes, false);
    }

    TestContent ofUnknownSize() {
        sizeKnown = false;
        return this;
    }

    public TestContent inReadsOf(int largest) {
        largestRead = largest;
        return this;
    }

    public TestContent failingAt(int offset) {
        failAt = offset;
        failure = new IOException("The download broke");
        return this;
    }

    /** Does something, once, when a reader is beyond this place. */
    public TestContent whenReading(int offset, Runnable then) {
        noticedAt = offset;
        notice = then;
        return this;
    }

    public TestContent ofFence(long number) {
        fence = number;
        return this;
    }

    public void verify() {
        verified.countDown();
    }

    void fail(IOException reason) {
        failure = reason;
        verified.countDown();
    }

    /** Returns once a reader wants what only verified content gives. */
    public void awaitReader() throws InterruptedException {
        if (!awaited.await(90, TimeUnit.SECONDS)) {
            throw new AssertionError("Nobody read the content up to its last byte");
        }
    }

    /** As {@link #awaitReader()}; where whoever is to read it ends before, with that one's failure. */
    public void awaitReader(Future<?> put) throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        while (!awaited.await(50, TimeUnit.MILLISECONDS)) {
            if (put.isDone()) {
                throw new AssertionError("Nobody read the content up to its last byte, and yet " + put.get());
            }
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(90)) {
                throw new AssertionError("Nobody read the content up to its last byte");
            }
        }
    }

    @Override
    public OptionalLong size() {
        return sizeKnown ? OptionalLong.of(bytes.length) : OptionalLong.empty();
    }

    @Override
    public String contentType() {
        return "application/zip";
    }

    @Override
    public long fence() {
        return fence;
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of("export-id", "exp_1");
    }

    @Override
    public Verified awaitVerified() throws IOException {
        awaitDecision();
        return new BytesContent(bytes, contentType(), metadata()).awaitVerified();
    }

    @Override
    public boolean isVerified() {
        return verified.getCount() == 0;
    }

    @Override
    public InputStream open() {
        return new Reader();
    }

    private void awaitDecision() throws IOException {
        awaited.countDown();
        try {
            if (!verified.await(90, TimeUnit.SECONDS)) {
                throw new IOException("Stalled");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        IOException reason = failure;
        if (reason != null) {
            throw reason;
        }
    }

    /** The bytes as a region of a file, too, as those of the spool are. */
    private final class Reader extends InputStream implements RegionStream {
        private final ByteArrayInputStream whole = new ByteArrayInputStream(bytes);
        private @Nullable FileChannel file;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return whole.read(buffer, offset, (int) Math.min(length, free()));
        }

        @Override
        public boolean hasRegions() {
            return true;
        }

        @Override
        public @Nullable FileRegion readRegion(long most) throws IOException {
            long length = Math.min(most, free());
            if (whole.available() == 0) {
                return null;
            }
            long position = bytes.length - whole.available();
            return new FileRegion(file(), position, whole.skip(length));
        }

        @Override
        public IOException unreadable(UnreadableRegion cause) {
            return cause;
        }

        @Override
        public void close() throws IOException {
            if (file != null) {
                file.close();
            }
        }

        private FileChannel file() throws IOException {
            FileChannel open = file;
            if (open == null) {
                open = FileChannel.open(
                        Files.createTempFile("content", ".bin"),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
                open.write(ByteBuffer.wrap(bytes));
                file = open;
            }
            return open;
        }

        /** How many bytes may be given out now, at least one where there is one. */
        private int free() throws IOException {
            IOException reason = failure;
            if (reason != null && bytes.length - whole.available() >= failAt) {
                throw reason;
            }
            if (bytes.length - whole.available() >= noticedAt) {
                noticedAt = Integer.MAX_VALUE;
                notice.run();
            }
            if (whole.available() <= 1) {
                awaitDecision();
            }
            return Math.min(whole.available() > 1 ? whole.available() - 1 : 1, largestRead);
        }
    }
}
