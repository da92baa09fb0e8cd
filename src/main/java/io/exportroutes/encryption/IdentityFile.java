package io.exportroutes.encryption;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.UnsupportedRecipientStanzaException;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Identities, the secret halves of key pairs, as {@code age-keygen} writes them into a file. No message quotes a line of it. */
public final class IdentityFile {
    private static final Set<PosixFilePermission> OF_ITS_OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private static final int LARGEST = 1 << 20;

    private final Path file;
    private final List<RecipientStanzaReader> identities;

    private IdentityFile(Path file, List<RecipientStanzaReader> identities) {
        this.file = file;
        this.identities = List.copyOf(identities);
    }

    /** @throws PermanentFailure {@code identity_unreadable} if others may read the file too, or it has no identity of age itself */
    public static IdentityFile read(Path file) {
        try {
            checkOwner(file);
            if (Files.size(file) > LARGEST) {
                throw unreadable(file, "it is larger than any", null);
            }
            List<RecipientStanzaReader> identities = new ArrayList<>();
            List<String> lines = Files.readAllLines(file);
            for (int at = 0; at < lines.size(); at++) {
                String line = lines.get(at).strip();
                if (!line.isEmpty() && !line.startsWith("#")) {
                    identities.add(identity(file, at + 1, line));
                }
            }
            if (identities.isEmpty()) {
                throw unreadable(file, "there is none in it", null);
            }
            return new IdentityFile(file, identities);
        } catch (IOException e) {
            throw unreadable(file, e.getClass().getSimpleName(), e);
        }
    }

    private static void checkOwner(Path file) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")
                && !OF_ITS_OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new PermanentFailure(
                    FailureCode.IDENTITY_UNREADABLE,
                    "The identity file " + file + " is open to others than its owner, and was not read",
                    "chmod 600 " + file + ", and think of who may have read it");
        }
    }

    private static RecipientStanzaReader identity(Path file, int line, String text) {
        if (text.startsWith("AGE-PLUGIN-")) {
            throw unreadable(file, "line " + line + " is an identity of a plugin, which only age itself can use", null);
        }
        if (text.startsWith("-----BEGIN") || text.startsWith(RecipientSet.FORMAT)) {
            throw unreadable(file, "it is encrypted itself, or an SSH key, which only age itself can use", null);
        }
        try {
            return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(text);
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
            // Its message and its cause may quote the line
            throw unreadable(file, "line " + line + " is none that age-keygen writes", null);
        }
    }

    private static PermanentFailure unreadable(Path file, String why, @Nullable Exception cause) {
        return new PermanentFailure(
                FailureCode.IDENTITY_UNREADABLE,
                "The identity file " + file + " cannot be used: " + why,
                "Name a file with AGE-SECRET-KEY-1… lines, or fetch without --identity and open the file with age itself",
                cause);
    }

    /**
     * Passes on what is inside. What was passed on counts only once this returned: a file may be cut off at its end.
     *
     * @param what the file's name for messages
     * @throws PermanentFailure {@code no_identity_fits}, or {@code not_decrypted} if the file is damaged or no file of age
     */
    public void decrypt(ReadableByteChannel encrypted, String what, OutputStream to) throws IOException {
        SourceChannel source = new SourceChannel(encrypted);
        ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
        try (ReadableByteChannel plain = open(source, what)) {
            while (next(plain, buffer, source, what) >= 0) {
                to.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        }
    }

    private ReadableByteChannel open(SourceChannel source, String what) throws IOException {
        try {
            return new StandardDecryptingChannelFactory().newDecryptingChannel(source, identities);
        } catch (UnsupportedRecipientStanzaException refused) {
            throw new PermanentFailure(
                    FailureCode.NO_IDENTITY_FITS,
                    "None of the identities in " + file + " opens " + what,
                    "Its sidecar names the recipients with the fingerprints of their keys: name the identity file of one of them",
                    refused);
        } catch (GeneralSecurityException | IOException | RuntimeException refused) {
            throw source.failed(what, refused);
        }
    }

    private static int next(ReadableByteChannel plain, ByteBuffer buffer, SourceChannel source, String what)
            throws IOException {
        try {
            return plain.read(buffer);
        } catch (IOException | RuntimeException refused) {
            throw source.failed(what, refused);
        }
    }

    /** Tells a file that cannot be read from one that cannot be decrypted. */
    private static final class SourceChannel implements ReadableByteChannel {
        private final ReadableByteChannel in;
        private @Nullable IOException failure;

        SourceChannel(ReadableByteChannel in) {
            this.in = in;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            try {
                return in.read(target);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        PermanentFailure failed(String what, Exception refused) throws IOException {
            if (failure != null) {
                throw failure;
            }
            return new PermanentFailure(
                    FailureCode.NOT_DECRYPTED,
                    what + " is damaged, cut off, or no file of age: " + refused.getMessage(),
                    "Use another copy, and find out what happened to this one",
                    refused);
        }

        @Override
        public boolean isOpen() {
            return in.isOpen();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
