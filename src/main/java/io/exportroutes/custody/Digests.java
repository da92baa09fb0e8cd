package io.exportroutes.custody;

import io.exportroutes.value.Sha256;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests of bytes that are in memory. */
final class Digests {
    private Digests() {}

    static byte[] of(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java has " + algorithm, e);
        }
    }

    /** The SHA-256 as lower-case hex. */
    static String sha256(byte[] bytes) {
        return Sha256.hex(bytes);
    }
}
