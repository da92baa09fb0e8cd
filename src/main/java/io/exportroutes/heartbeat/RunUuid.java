package io.exportroutes.heartbeat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * A run's id as a UUID, for receivers that take no other: version 5, by name with SHA-1 (RFC 9562, 5.5). The JDK makes only those of
 * version 3.
 */
final class RunUuid {
    /** The namespace of URLs, in which a URN is one (RFC 9562, 6.6). */
    private static final UUID NAMESPACE = UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

    private static final int VERSION_AND_VARIANT_FROM = 6;

    private RunUuid() {}

    static UUID of(String runId) {
        ByteBuffer hash = ByteBuffer.wrap(sha1(("urn:export-routes:run:" + runId).getBytes(StandardCharsets.UTF_8)));
        hash.put(VERSION_AND_VARIANT_FROM, (byte) (hash.get(VERSION_AND_VARIANT_FROM) & 0x0f | 0x50));
        hash.put(VERSION_AND_VARIANT_FROM + 2, (byte) (hash.get(VERSION_AND_VARIANT_FROM + 2) & 0x3f | 0x80));
        return new UUID(hash.getLong(), hash.getLong());
    }

    private static byte[] sha1(byte[] name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(ByteBuffer.allocate(16)
                    .putLong(NAMESPACE.getMostSignificantBits())
                    .putLong(NAMESPACE.getLeastSignificantBits())
                    .array());
            return digest.digest(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
