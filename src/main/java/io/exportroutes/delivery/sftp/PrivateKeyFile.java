package io.exportroutes.delivery.sftp;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import io.exportroutes.delivery.StoreOptions;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Ed25519Pem;
import io.exportroutes.value.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A private key that was read and decrypted once, for each login of a store. */
final class PrivateKeyFile implements Identity {
    private final KeyPair key;

    private PrivateKeyFile(KeyPair key) {
        this.key = key;
    }

    /** @throws PermanentFailure if there is no such file, it is no private key, or the passphrase is wrong */
    static PrivateKeyFile read(Path file, @Nullable Secret passphrase) {
        try {
            KeyPair key = KeyPair.load(new JSch(), Ed25519Pem.toOpenSsh(Files.readAllBytes(file)), null);
            byte[] phrase = passphrase == null ? null : passphrase.reveal().getBytes(StandardCharsets.UTF_8);
            if ((!key.isEncrypted() || key.decrypt(phrase)) && key.getPublicKeyBlob() != null) {
                return new PrivateKeyFile(key);
            }
            throw unreadable(file, null);
        } catch (IOException | JSchException e) {
            throw unreadable(file, e);
        }
    }

    private static PermanentFailure unreadable(Path file, @Nullable Exception cause) {
        return new PermanentFailure(
                FailureCode.KEY_FILE_UNREADABLE,
                "The private key in " + file + " cannot be read",
                "Check that the file is there, is a private key, and that " + StoreOptions.name("privateKeyPassphrase")
                        + " is right",
                cause);
    }

    @Override
    public boolean setPassphrase(byte[] passphrase) {
        return true;
    }

    @Override
    public byte[] getPublicKeyBlob() {
        return key.getPublicKeyBlob();
    }

    @Override
    public byte[] getSignature(byte[] data) {
        return key.getSignature(data);
    }

    @Override
    public byte[] getSignature(byte[] data, String algorithm) {
        return key.getSignature(data, algorithm);
    }

    @Override
    public String getAlgName() {
        return key.getKeyTypeString();
    }

    @Override
    public String getName() {
        return "private key";
    }

    @Override
    public boolean isEncrypted() {
        return false;
    }

    @Override
    public void clear() {
        // It stays for the next login.
    }
}
