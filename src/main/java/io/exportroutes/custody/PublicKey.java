package io.exportroutes.custody;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** An Ed25519 key that verifies signatures, as OpenSSH writes it: {@code ssh-ed25519 AAAA…}. */
public final class PublicKey {
    static final String TYPE = "ssh-ed25519";

    private static final int LENGTH = 32;
    /** What stands before the key in the form that Java reads (RFC 8410). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final byte[] blob;
    private final java.security.PublicKey key;

    private PublicKey(byte[] blob, java.security.PublicKey key) {
        this.blob = blob;
        this.key = key;
    }

    /** The key that a text such as {@code ssh-ed25519 AAAA… a comment} begins with, or empty if it is none of this kind. */
    public static Optional<PublicKey> parse(String text) {
        String[] words = text.strip().split("[ \t]+", 3);
        if (words.length < 2 || !words[0].equals(TYPE)) {
            return Optional.empty();
        }
        try {
            return of(Base64.getDecoder().decode(words[1]));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The key in SSH's binary form, or empty if it is none of this kind. */
    static Optional<PublicKey> of(byte[] blob) {
        try {
            ByteBuffer fields = ByteBuffer.wrap(blob);
            String type = SshWire.nextText(fields);
            byte[] point = SshWire.next(fields);
            if (!type.equals(TYPE) || point.length != LENGTH || fields.hasRemaining()) {
                return Optional.empty();
            }
            byte[] encoded = Arrays.copyOf(X509, X509.length + LENGTH);
            System.arraycopy(point, 0, encoded, X509.length, LENGTH);
            return Optional.of(new PublicKey(
                    blob.clone(), KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded))));
        } catch (BufferUnderflowException | GeneralSecurityException notThisKind) {
            return Optional.empty();
        }
    }

    byte[] blob() {
        return blob.clone();
    }

    /** Whether its private half signed these bytes. */
    boolean verifies(byte[] signed, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** As {@code ssh-keygen -l} shows it: {@code SHA256:…}. */
    public String fingerprint() {
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(Digests.of("SHA-256", blob));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey that && Arrays.equals(blob, that.blob);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(blob);
    }

    /** As a file {@code .pub} and a line of allowed_signers have it: {@code ssh-ed25519 AAAA…}. */
    @Override
    public String toString() {
        return TYPE + " " + Base64.getEncoder().encodeToString(blob);
    }
}
