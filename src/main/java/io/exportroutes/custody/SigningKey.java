package io.exportroutes.custody;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Ed25519Pem;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The key that signs the entries of a chain: Ed25519, in a file of its own, without a passphrase. Safe for use by several threads. */
public final class SigningKey {
    /** Far more than any key, and little enough for a file that is something else. */
    private static final long LARGEST = 64 * 1024;

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private final KeyPair pair;
    private final PublicKey publicKey;

    private SigningKey(KeyPair pair, PublicKey publicKey) {
        this.pair = pair;
        this.publicKey = publicKey;
    }

    /**
     * Reads the file: as {@code ssh-keygen -t ed25519} writes it, or as {@code openssl genpkey -algorithm ed25519} does.
     *
     * @throws PermanentFailure {@code key_file_unreadable}, with what is wrong: there is no file, others may read it, it has a
     *     passphrase, it is no Ed25519 key. No byte of the file is in a message
     */
    public static SigningKey read(Path file) {
        try {
            requireOwnerAlone(file);
            if (Files.size(file) > LARGEST) {
                throw noKey(file, null);
            }
            return of(KeyPair.load(new JSch(), Ed25519Pem.toOpenSsh(Files.readAllBytes(file)), null), file);
        } catch (NoSuchFileException e) {
            throw failure(
                    "There is no signing key in " + file,
                    "Make one: ssh-keygen -t ed25519 -N '' -f " + file + "; or correct custody.signing-key-file",
                    e);
        } catch (IOException e) {
            throw failure(
                    "The signing key in " + file + " cannot be read",
                    "Check that it is a file, and that the user of this process owns it",
                    e);
        } catch (JSchException e) {
            throw noKey(file, null); // its message may quote the file
        }
    }

    private static SigningKey of(KeyPair pair, Path file) {
        if (pair.isEncrypted()) {
            throw failure(
                    "The signing key in " + file + " has a passphrase",
                    "Use a key without one, which its owner alone may read: nobody is there to type it",
                    null);
        }
        byte @Nullable [] blob = pair.getPublicKeyBlob();
        if (pair.getKeyType() != KeyPair.ED25519 || blob == null) {
            throw failure(
                    "The signing key in " + file + " is not an Ed25519 key",
                    "Make one: ssh-keygen -t ed25519 -N '' -f FILE",
                    null);
        }
        return new SigningKey(pair, PublicKey.of(blob).orElseThrow(() -> noKey(file, null)));
    }

    private static void requireOwnerAlone(Path file) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        others.removeAll(OWNER);
        if (!others.isEmpty()) {
            throw failure(
                    "The signing key in " + file + " is open to others than its owner",
                    "chmod 600 " + file
                            + "; for a secret of Docker or Kubernetes set its mode to 0400, and its owner to the"
                            + " user of this process",
                    null);
        }
    }

    private static PermanentFailure noKey(Path file, @Nullable Exception cause) {
        return failure(
                file + " is not a private key",
                "Name the private half: a file that begins with -----BEGIN OPENSSH PRIVATE KEY----- or -----BEGIN PRIVATE"
                        + " KEY-----",
                cause);
    }

    private static PermanentFailure failure(String message, String hint, @Nullable Exception cause) {
        return new PermanentFailure(FailureCode.KEY_FILE_UNREADABLE, message, hint, cause);
    }

    /** The half that everybody may have. */
    public PublicKey publicKey() {
        return publicKey;
    }

    /** The signature of the bytes in SSH's binary form; the same bytes give the same signature. */
    byte[] sign(byte[] bytes) {
        return pair.getSignature(bytes);
    }

    /** Its public half. */
    @Override
    public String toString() {
        return publicKey.toString();
    }
}
