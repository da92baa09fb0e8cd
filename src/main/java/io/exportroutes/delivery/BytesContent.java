package io.exportroutes.delivery;

import io.exportroutes.spool.Hashes;
import io.exportroutes.value.Verified;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Small, complete content, such as a sidecar or a probe. */
public final class BytesContent implements Content {
    private final byte[] bytes;
    private final String contentType;
    private final Map<String, String> metadata;
    private final @Nullable DestinationMemory memory;

    public BytesContent(byte[] bytes, String contentType, Map<String, String> metadata) {
        this(bytes.clone(), contentType, Map.copyOf(metadata), null);
    }

    private BytesContent(
            byte[] bytes, String contentType, Map<String, String> metadata, @Nullable DestinationMemory memory) {
        this.bytes = bytes;
        this.contentType = contentType;
        this.metadata = metadata;
        this.memory = memory;
    }

    /** The same, for a destination of which something is remembered. */
    public BytesContent at(DestinationMemory remembered) {
        return new BytesContent(bytes, contentType, metadata, remembered);
    }

    @Override
    public @Nullable DestinationMemory memory() {
        return memory;
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(bytes.length);
    }

    @Override
    public String contentType() {
        return contentType;
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public Verified awaitVerified() {
        return new Verified(bytes.length, Hashes.sha256(bytes));
    }

    @Override
    public String toString() {
        return "BytesContent[" + bytes.length + " bytes]";
    }
}
