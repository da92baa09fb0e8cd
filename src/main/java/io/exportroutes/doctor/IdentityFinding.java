package io.exportroutes.doctor;

import io.exportroutes.encryption.IdentityFile;
import io.exportroutes.encryption.RecipientSet;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.ReadBackPolicy.Depth;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether a read-back can open what a destination stores encrypted. */
final class IdentityFinding {
    private static final byte[] PROBE = "A probe of export-routes doctor".getBytes(StandardCharsets.US_ASCII);

    private IdentityFinding() {}

    /** @param recipients for whom the destination's copies are encrypted now; null: they are not */
    static void tell(Findings findings, @Nullable RecipientSet recipients, Depth depth) throws IOException {
        Path file = depth.identityFile();
        if (file != null) {
            read(findings, recipients, file);
        } else if (recipients != null && depth.level().compareTo(Level.OPENS) >= 0) {
            findings.warn(
                    "Its copies are encrypted, and there is no identity-file: read-backs reach content, and not "
                            + depth.level().word(),
                    "Set its read-back identity-file, or read back on another machine that has an identity"
                            + " (archive read-back --identity)");
        }
    }

    private static void read(Findings findings, @Nullable RecipientSet recipients, Path file) throws IOException {
        try {
            IdentityFile identities = IdentityFile.read(file);
            if (recipients != null) {
                identities.decrypt(
                        Channels.newChannel(new ByteArrayInputStream(encrypted(recipients))),
                        "what is encrypted for this destination",
                        OutputStream.nullOutputStream());
                findings.ok("The identity-file opens what is encrypted for it");
            }
        } catch (ExportFailure failure) {
            findings.fail(
                    Findings.text(failure),
                    failure.is(FailureCode.NO_IDENTITY_FITS)
                            ? "Put an identity of one of its recipients into " + file
                                    + "; without one each of its copies counts as undecryptable"
                            : "Correct its read-back identity-file: a file of age-keygen that this user alone may read");
        }
    }

    private static byte[] encrypted(RecipientSet recipients) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (WritableByteChannel channel = recipients.encrypting(Channels.newChannel(bytes))) {
            channel.write(ByteBuffer.wrap(PROBE));
        }
        return bytes.toByteArray();
    }
}
