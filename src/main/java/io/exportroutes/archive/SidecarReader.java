package io.exportroutes.archive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.NetworkFailures;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.SafeName;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sidecar beside an artifact. Whatever lies at a destination may have been written by anybody: a sidecar names no place, so
 * the artifact is the one beside it, and its bytes have to prove themselves.
 */
public final class SidecarReader {
    /** A manifest is some hundred bytes. */
    private static final int LARGEST = 1024 * 1024;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private SidecarReader() {}

    /** A sidecar that was read. */
    public record Read(ArchivedCopy copy, byte[] bytes) {}

    /**
     * The copy that the sidecar describes.
     *
     * @param key of the sidecar
     * @throws PermanentFailure {@code sidecar_invalid} if it is none of ours
     * @throws ExportFailure besides, if it cannot be read
     */
    public static Read read(String destination, Archive archive, String key) {
        byte[] bytes = load(destination, archive, key);
        return new Read(parse(destination, key, bytes), bytes);
    }

    /**
     * Makes sure that what lies beside the sidecar may be its artifact.
     *
     * @throws PermanentFailure {@code sidecar_invalid} if it has another size
     */
    public static void checkSize(ArchivedCopy copy, StoredObject artifact) {
        if (artifact.size() != copy.bytes().size()) {
            throw new PermanentFailure(
                    FailureCode.SIDECAR_INVALID,
                    "At %s, %s has %d bytes, and its sidecar says %d"
                            .formatted(
                                    copy.destination(),
                                    copy.key(),
                                    artifact.size(),
                                    copy.bytes().size()),
                    "It is left as it is; look for another copy: export-routes archive list " + copy.exportId());
        }
    }

    /**
     * The bytes of the sidecar beside a copy.
     *
     * @throws PermanentFailure {@code sidecar_invalid} if it describes something else
     * @throws ExportFailure besides, if it cannot be read
     */
    public static byte[] bytes(Archive archive, ArchivedCopy copy) {
        String key = Sidecar.keyFor(copy.key());
        byte[] bytes = load(copy.destination(), archive, key);
        ArchivedCopy described = parse(copy.destination(), key, bytes);
        boolean same = described.exportId().equals(copy.exportId())
                && described.bytes().size() == copy.bytes().size()
                && described.bytes().sha256().equals(copy.bytes().sha256());
        if (!same) {
            throw invalid(copy.destination(), key, "it describes something else", null);
        }
        return bytes;
    }

    private static byte[] load(String destination, Archive archive, String key) {
        try (InputStream there = archive.read(key)) {
            byte[] bytes = there.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw invalid(destination, key, "it is larger than any of ours", null);
            }
            return bytes;
        } catch (IOException e) {
            throw NetworkFailures.of("Reading %s at %s".formatted(key, destination), e);
        }
    }

    private static ArchivedCopy parse(String destination, String key, byte[] bytes) {
        try {
            return copy(destination, key.substring(0, key.length() - Sidecar.SUFFIX.length()), JSON.readTree(bytes));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw invalid(destination, key, String.valueOf(e.getMessage()), e);
        }
    }

    private static ArchivedCopy copy(String destination, String key, JsonNode json) {
        JsonNode artifact = json.path("artifact");
        JsonNode run = json.path("run");
        String sha256 = sha256(artifact);
        JsonNode size = artifact.path("size");
        if (!size.canConvertToLong() || !size.isIntegralNumber() || size.longValue() < 0) {
            throw new IllegalArgumentException("artifact.size is no size");
        }
        return new ArchivedCopy(
                destination,
                key,
                new ArchivedCopy.Subject(
                        text(run, "job"),
                        text(run, "project"),
                        text(run, "id"),
                        text(json.path("manifest"), "id"),
                        Instant.parse(text(run, "scheduled_for"))),
                new ArchivedCopy.Bytes(SafeName.of(text(artifact, "name")), size.longValue(), sha256, plain(json)));
    }

    /** The SHA-256 of what is inside may have been left out on purpose. */
    private static ArchivedCopy.@Nullable Plain plain(JsonNode json) {
        JsonNode plain = json.path("plain");
        return json.has("encryption")
                ? new ArchivedCopy.Plain(SafeName.of(text(plain, "name")), plain.has("sha256") ? sha256(plain) : null)
                : null;
    }

    private static String sha256(JsonNode bytes) {
        String sha256 = text(bytes, "sha256");
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("a sha256 is no SHA-256");
        }
        return sha256;
    }

    private static String text(JsonNode parent, String name) {
        JsonNode value = parent.path(name);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return value.textValue();
    }

    private static PermanentFailure invalid(String destination, String key, String why, @Nullable Exception cause) {
        return new PermanentFailure(
                FailureCode.SIDECAR_INVALID,
                "What lies at %s under %s is no sidecar of this program: %s".formatted(destination, key, why),
                "Find out who wrote it; the copy beside it is not ours as long as it is not put right",
                cause);
    }
}
