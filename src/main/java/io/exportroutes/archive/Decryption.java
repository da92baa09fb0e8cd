package io.exportroutes.archive;

import io.exportroutes.encryption.IdentityFile;
import io.exportroutes.encryption.RecipientSet;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.OwnerOnly;
import io.exportroutes.value.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** Opens an encrypted copy, and compares what is inside with what was verified before it was encrypted. */
public final class Decryption {
    private static final byte[] ENCRYPTED = RecipientSet.FORMAT.getBytes(StandardCharsets.US_ASCII);

    private Decryption() {}

    /** Whether the file begins as one of age. */
    public static boolean isEncrypted(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return Arrays.equals(bytes.readNBytes(ENCRYPTED.length), ENCRYPTED);
        }
    }

    /**
     * As {@link #decrypt(ArchivedCopy, IdentityFile, Path, Path)}, by a file of identities.
     *
     * @throws PermanentFailure besides, {@code identity_unreadable}
     */
    public static ArchivedCopy.Bytes decrypt(ArchivedCopy copy, Path identities, Path from, Path to)
            throws IOException {
        return decrypt(copy, IdentityFile.read(identities), from, to);
    }

    /**
     * Writes what is inside into a new file that its owner alone can read, and returns what that file is.
     *
     * @param copy whose stored bytes are those of {@code from}
     * @throws PermanentFailure {@code no_identity_fits}; {@code not_decrypted} if it is damaged, or something else is inside
     */
    static ArchivedCopy.Bytes decrypt(ArchivedCopy copy, IdentityFile opener, Path from, Path to) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (FileChannel in = FileChannel.open(from);
                FileChannel file = OwnerOnly.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = new DigestOutputStream(Channels.newOutputStream(file), digest)) {
            opener.decrypt(in, "the copy " + copy.id(), out);
            file.force(true);
        }
        String found = HexFormat.of().formatHex(digest.digest());
        ArchivedCopy.Plain plain = copy.bytes().plain();
        String expected = plain == null ? null : plain.sha256();
        if (expected != null && !found.equals(expected)) {
            throw new PermanentFailure(
                    FailureCode.NOT_DECRYPTED,
                    "What is inside the copy %s has SHA-256 %s for %s".formatted(copy.id(), found, expected),
                    "Use another copy, and find out what happened to this one");
        }
        String name = plain == null ? copy.bytes().name() : plain.name();
        return new ArchivedCopy.Bytes(name, Files.size(to), found);
    }
}
