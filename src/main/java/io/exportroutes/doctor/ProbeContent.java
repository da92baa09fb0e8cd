package io.exportroutes.doctor;

import io.exportroutes.delivery.BytesContent;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.DestinationMemory;
import io.exportroutes.value.Verified;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/** A few bytes that differ each time. They know their destination, so that a disk that is not mounted is noticed. */
final class ProbeContent implements Content {
    private static final int LENGTH = 1024;

    private final byte[] bytes;
    private final BytesContent content;
    private final DestinationMemory memory;

    ProbeContent(DestinationMemory memory, long seed) {
        StringBuilder text = new StringBuilder("A probe of export-routes doctor; it may be removed.\n");
        Random random = new Random(seed);
        while (text.length() < LENGTH) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        this.bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        this.content = new BytesContent(bytes, "text/plain", Map.of());
        this.memory = memory;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public OptionalLong size() {
        return content.size();
    }

    @Override
    public String contentType() {
        return content.contentType();
    }

    @Override
    public Map<String, String> metadata() {
        return content.metadata();
    }

    @Override
    public DestinationMemory memory() {
        return memory;
    }

    @Override
    public InputStream open() {
        return content.open();
    }

    @Override
    public Verified awaitVerified() {
        return content.awaitVerified();
    }
}
