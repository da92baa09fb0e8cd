package io.exportroutes.lab.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Streams a body from its file through one fixed buffer. */
final class BodySender {
    private static final int BUFFER = 1 << 16;
    private static final int PARTS_PER_SECOND = 20;

    private final CountDownLatch closing;

    BodySender(CountDownLatch closing) {
        this.closing = closing;
    }

    void send(int status, BodyPlan plan, HttpExchange exchange) throws IOException, InterruptedException {
        Long declared = plan.declared();
        // The server's way to say it: 0 is a chunked body of unknown length, -1 is a body of no bytes.
        exchange.sendResponseHeaders(status, declared == null ? 0 : declared == 0 ? -1 : declared);
        OutputStream out = exchange.getResponseBody();
        copy(plan, out);
        if (!plan.endsShort()) {
            return;
        }
        out.flush();
        if (plan.stalls()) {
            closing.await();
        }
        throw new ConnectionDropped("the body ends short");
    }

    private void copy(BodyPlan plan, OutputStream out) throws IOException, InterruptedException {
        byte[] buffer = new byte[bufferSize(plan)];
        long start = plan.part().range().start();
        long begin = System.nanoTime();
        long sent = 0;
        try (InputStream in = Files.newInputStream(plan.part().artifact().file())) {
            in.skipNBytes(start);
            while (sent < plan.toSend()) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, plan.toSend() - sent));
                corrupt(plan, buffer, start + sent, count);
                out.write(buffer, 0, count);
                sent += count;
                pace(plan, out, sent, begin);
            }
        }
    }

    private static int bufferSize(BodyPlan plan) {
        Long speed = plan.bytesPerSecond();
        return speed == null ? BUFFER : (int) Math.max(1, Math.min(BUFFER, speed / PARTS_PER_SECOND));
    }

    private static void corrupt(BodyPlan plan, byte[] buffer, long offset, int count) {
        Long at = plan.corruptAt();
        if (at != null && at >= offset && at < offset + count) {
            buffer[(int) (at - offset)] ^= 0x55;
        }
    }

    private void pace(BodyPlan plan, OutputStream out, long sent, long begin) throws IOException, InterruptedException {
        Long speed = plan.bytesPerSecond();
        if (speed == null) {
            return;
        }
        out.flush();
        long due = begin + (long) (sent * 1e9 / Math.max(1, speed));
        if (closing.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw new ConnectionDropped("the sandbox closes");
        }
    }
}
