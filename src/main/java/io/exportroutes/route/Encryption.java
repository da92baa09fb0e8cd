package io.exportroutes.route;

import io.exportroutes.delivery.Sidecar;
import io.exportroutes.delivery.SpooledContent;
import io.exportroutes.encryption.RecipientSet;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.EncryptedArtifact;
import io.exportroutes.run.RunServices;
import io.exportroutes.spool.EncryptedSpool;
import io.exportroutes.spool.SpoolFile;
import io.exportroutes.value.Sha256;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts an artifact once for each set of recipients, when the first delivery asks for it. Whatever is delivered to that set later, by
 * a retry, a replay or to another destination, is these bytes: encrypted anew they would be others.
 */
final class Encryption {
    private static final Logger LOG = LoggerFactory.getLogger(Encryption.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int BUFFER = 256 * 1024;

    private final RunServices services;
    private final SpoolSpace space;
    private final Map<String, RecipientSet> sets = new ConcurrentHashMap<>();

    Encryption(RunServices services) {
        this.services = services;
        this.space = new SpoolSpace(services);
    }

    /** The set of recipients that deliveries were planned for, whatever exports.yaml says by now. */
    RecipientSet set(String recipients) {
        return sets.computeIfAbsent(recipients, fingerprint -> services.ledger()
                .exports()
                .encrypted()
                .recipients(fingerprint)
                .map(RecipientSet::of)
                .orElseThrow(() -> new IllegalStateException("The ledger has no recipients " + fingerprint)));
    }

    /** How many bytes the delivery stores of an artifact of this size. */
    long storedSize(@Nullable String recipients, long plain) {
        return recipients == null ? plain : set(recipients).sizeOf(plain);
    }

    /** As {@link #storedSize(String, long)}, for a planned delivery. */
    long storedSize(Delivery delivery, long plain) {
        return storedSize(delivery.plan().recipients(), plain);
    }

    /** Whether another delivery has the artifact encrypted for the same recipients now. */
    boolean isUnderWay(DeliveryOrder order) {
        String recipients = order.recipients();
        return recipients != null && services.spool().encrypted().isClaimed(order.exportId(), recipients);
    }

    /** What the ledger knows of the encrypted bytes that the order delivers. */
    EncryptedArtifact facts(String exportId, String recipients) {
        return noted(exportId, recipients)
                .orElseThrow(() -> new IllegalStateException(exportId + " was delivered before it was encrypted"));
    }

    private Optional<EncryptedArtifact> noted(String exportId, String recipients) {
        return services.ledger().exports().encrypted().find(exportId, recipients);
    }

    /**
     * The encrypted bytes in the spool, whole: those that are there, or new ones.
     *
     * @throws PermanentFailure {@code encrypted_bytes_lost}, {@code bytes_on_other_node} if a destination has bytes that are not here;
     *     {@code spool_full}, {@code deadline}
     * @throws TransientFailure if the disk fails
     */
    SpoolFile file(DeliveryOrder order) throws IOException {
        Verified plain = plain(order).awaitVerified();
        EncryptedSpool spool = services.spool().encrypted();
        String recipients = Objects.requireNonNull(order.recipients());
        try (EncryptedSpool.Claim claim = claim(order, spool, recipients)) {
            EncryptedArtifact noted = noted(order.exportId(), recipients)
                    .filter(encrypted -> encrypted.plainSha256().equals(plain.sha256()))
                    .orElse(null);
            Optional<SpoolFile> there = noted == null
                    ? Optional.empty()
                    : spool.complete(order.exportId(), recipients, noted.stored(), () -> check(order));
            if (there.isPresent()) {
                return there.get();
            }
            if (noted != null && services.ledger().exports().encrypted().isDelivered(order.exportId(), recipients)) {
                throw lost(order, noted);
            }
            return make(order, recipients, plain);
        }
    }

    private EncryptedSpool.Claim claim(DeliveryOrder order, EncryptedSpool spool, String recipients) {
        Optional<EncryptedSpool.Claim> claim = spool.claim(order.exportId(), recipients);
        while (claim.isEmpty()) {
            check(order);
            services.stopping().pause(LOOK, "Delivery " + order.id());
            claim = spool.claim(order.exportId(), recipients);
        }
        return claim.get();
    }

    private void check(DeliveryOrder order) {
        services.stopping().check("The encryption of " + order.exportId());
        order.run().check(services.clock(), "encryption of " + order.exportId());
    }

    private PermanentFailure lost(DeliveryOrder order, EncryptedArtifact noted) {
        boolean elsewhere = !noted.node().equals(services.node());
        return new PermanentFailure(
                elsewhere ? FailureCode.BYTES_ON_OTHER_NODE : FailureCode.ENCRYPTED_BYTES_LOST,
                "The encrypted bytes of %s that another destination has are %s; encrypted anew they would be others"
                        .formatted(
                                order.exportId(),
                                elsewhere ? "in the spool of node " + noted.node() : "no longer in the spool"),
                elsewhere
                        ? "Start that node with its state folder and replay; or discard it."
                        : "Copy it from that destination by hand and discard this one, or run the job again.");
    }

    /** After a failure nothing of it stays: others need the space. */
    private SpoolFile make(DeliveryOrder order, String recipients, Verified plain) throws IOException {
        EncryptedSpool spool = services.spool().encrypted();
        SpoolFile file = spool.begin(order.exportId(), recipients);
        boolean whole = false;
        try {
            RecipientSet set = set(recipients);
            long size = set.sizeOf(plain.size());
            space.checkEver(file, plain.size() + size);
            space.await(order.run(), file, size);
            file.expect(size);
            write(order, file, set, plain);
            Verified stored = file.complete(encrypted -> order.run()
                    .ledger()
                    .exports()
                    .recordEncrypted(
                            new EncryptedArtifact(
                                    order.exportId(), recipients, encrypted, plain.sha256(), services.node()),
                            SidecarBuilder.event(services, order, new Sidecar.Encrypted(encrypted, set))));
            whole = true;
            logEncrypted(order, set, stored);
            return file;
        } finally {
            space.release(file);
            if (!whole) {
                spool.remove(order.exportId(), recipients);
            }
        }
    }

    private static void logEncrypted(DeliveryOrder order, RecipientSet set, Verified stored) {
        LOG.info(
                "Run {}: {} is encrypted for {} recipients, {} bytes",
                order.run().id(),
                order.exportId(),
                set.recipients().size(),
                stored.size());
    }

    /** The plain bytes are looked at once more on the way: what is encrypted can no longer be compared with anything. */
    private void write(DeliveryOrder order, SpoolFile file, RecipientSet set, Verified plain) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = plain(order).open();
                WritableByteChannel out = set.encrypting(new SpoolChannel(file))) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                check(order);
                digest.update(buffer, 0, count);
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(plain.sha256())) {
            throw new TransientFailure(
                    FailureCode.ARTIFACT_CORRUPT,
                    "The artifact of %s in the spool has SHA-256 %s now, and %s was verified"
                            .formatted(order.exportId(), found, plain.sha256()),
                    "Check the disk of the state folder; a replay of the run downloads the artifact again");
        }
    }

    private static SpooledContent plain(DeliveryOrder order) {
        return new SpooledContent(order.artifact().file(), "encryption", "application/octet-stream", Map.of());
    }

    /** Into the spool, as far as there is room. */
    private final class SpoolChannel implements WritableByteChannel {
        private final SpoolFile file;
        private boolean open = true;

        SpoolChannel(SpoolFile file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            space.grow(file, bytes.length);
            file.append(bytes, 0, bytes.length);
            return bytes.length;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
