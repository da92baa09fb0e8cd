package io.exportroutes.encryption;

import io.exportroutes.value.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** The rate of encryption, for {@code bench/encryption.sh}: what a core does of it, without a disk. */
final class EncryptionFigures {
    private static final int BUFFER = 256 * 1024;

    private EncryptionFigures() {}

    public static void main(String[] arguments) throws IOException {
        int mebibytes = Integer.parseInt(arguments[0]);
        for (int round = 0; round < 4; round++) {
            Instant from = Instant.now();
            encrypt(mebibytes);
            double seconds = Duration.between(from, Instant.now()).toMillis() / 1000.0;
            System.out.printf("export-routes: %.0f MiB/s%s%n", mebibytes / seconds, round == 0 ? " (warming up)" : "");
        }
    }

    private static void encrypt(int mebibytes) throws IOException {
        RecipientSet set = new RecipientSet(
                List.of(
                        new Recipient(null, AgeProgram.OPS.recipient()),
                        new Recipient(null, AgeProgram.ESCROW.recipient())),
                true);
        byte[] plain = new byte[BUFFER];
        new Random(1).nextBytes(plain);
        MessageDigest before = Sha256.digest();
        try (WritableByteChannel out = set.encrypting(new Hashing())) {
            for (long left = (long) mebibytes << 20; left > 0; left -= BUFFER) {
                before.update(plain);
                out.write(ByteBuffer.wrap(plain));
            }
        }
    }

    /** Takes the encrypted bytes as the spool does, without writing them. */
    private static final class Hashing implements WritableByteChannel {
        private final MessageDigest digest = Sha256.digest();

        @Override
        public int write(ByteBuffer bytes) {
            int count = bytes.remaining();
            digest.update(bytes);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
