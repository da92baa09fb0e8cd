package io.exportroutes.custody;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** Signing keys of a test. */
public final class Keys {
    private Keys() {}

    /** A new one, as openssl would write it. */
    static SigningKey create(Path folder) throws IOException, GeneralSecurityException {
        return SigningKey.read(file(folder, "Ed25519"));
    }

    /** Signs with a new key, as exports@example.com. */
    public static Notary notary(Path folder) throws IOException, GeneralSecurityException {
        SigningKey key = create(folder);
        return new Notary("exports@example.com", "ab".repeat(32), () -> key, null);
    }

    public static Path file(Path folder, String algorithm) throws IOException, GeneralSecurityException {
        byte[] key = KeyPairGenerator.getInstance(algorithm)
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Path file = Files.createTempFile(
                folder,
                "key",
                ".pem",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(
                file,
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
    }
}
