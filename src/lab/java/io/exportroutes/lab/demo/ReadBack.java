package io.exportroutes.lab.demo;

import io.exportroutes.ledger.Delivery;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Fetches what a destination's server really has, so that nobody has to take our word for it. */
public final class ReadBack {
    private final Site site;

    public ReadBack(Site site) {
        this.site = site;
    }

    /** The bytes that arrived for this delivery, or empty where nothing did. */
    public Optional<byte[]> bytes(Delivery delivery) throws IOException, MessagingException {
        return switch (delivery.destination()) {
            case "archive" -> s3(Site.BUCKET, delivery.plan().key());
            case "vault" -> s3("acme-vault", delivery.plan().key());
            case "partner" ->
                file(site.ssh()
                        .root()
                        .resolve("incoming")
                        .resolve(delivery.plan().key()));
            case "mirror" -> file(site.mirror().resolve(delivery.plan().key()));
            case "ops" -> attachment(delivery.id());
            default -> Optional.empty();
        };
    }

    /** Lower-case hex. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<byte[]> s3(String bucket, String key) throws IOException {
        return site.s3().keys(bucket).contains(key) ? Optional.of(site.s3().read(bucket, key)) : Optional.empty();
    }

    private static Optional<byte[]> file(Path file) throws IOException {
        return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    /** A delivery's mail always carries the same Message-ID, by which it is found. */
    private Optional<byte[]> attachment(String deliveryId) throws IOException, MessagingException {
        String id = UUID.nameUUIDFromBytes(deliveryId.getBytes(StandardCharsets.UTF_8))
                .toString();
        for (MimeMessage mail : site.smtp().received()) {
            String[] ids = mail.getHeader("Message-ID");
            if (ids != null && ids[0].contains(id) && mail.getContent() instanceof Multipart parts) {
                return firstAttachment(parts);
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> firstAttachment(Multipart parts) throws IOException, MessagingException {
        for (int index = 0; index < parts.getCount(); index++) {
            BodyPart part = parts.getBodyPart(index);
            if (part.getFileName() != null && !part.getFileName().endsWith(".manifest.json")) {
                return Optional.of(part.getInputStream().readAllBytes());
            }
        }
        return Optional.empty();
    }
}
