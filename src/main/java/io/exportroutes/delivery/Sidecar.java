package io.exportroutes.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.exportroutes.api.Manifest;
import io.exportroutes.encryption.Recipient;
import io.exportroutes.encryption.RecipientSet;
import io.exportroutes.ledger.Release;
import io.exportroutes.value.Verified;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The description that is written beside an artifact, so that a reader understands the artifact without the ledger. It names no place:
 * it stands beside the artifact that it describes, with the same bytes at each destination.
 *
 * @param release its release after a guard had refused it, or null
 */
public record Sidecar(
        Manifest manifest,
        Artifact artifact,
        Origin run,
        Writer writer,
        @Nullable Release release) {
    /**
     * The artifact that it stands beside.
     *
     * @param name its safe name, without the end that an encrypted one has
     * @param plain its bytes as they came from the API
     * @param encrypted the bytes that are stored instead, or null
     */
    public record Artifact(
            String name, Verified plain, @Nullable Encrypted encrypted) {
        /** The bytes that are stored. */
        public Verified stored() {
            return encrypted == null ? plain : encrypted.bytes;
        }
    }

    /** The artifact as it was encrypted. */
    public record Encrypted(Verified bytes, RecipientSet recipients) {}

    /** The run that archived it. */
    public record Origin(String id, String job, String project, Instant scheduledFor, Instant verifiedAt) {}

    /**
     * The program that wrote it.
     *
     * @param program its name and version
     */
    public record Writer(String program, String camelVersion) {}

    public static final String SUFFIX = ".manifest.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The key of the sidecar of the artifact under this key. */
    public static String keyFor(String artifactKey) {
        return artifactKey + SUFFIX;
    }

    /** The sidecar as JSON, ready to be put under {@link #keyFor}. */
    public Content content() {
        return content(toJson().getBytes(StandardCharsets.UTF_8));
    }

    /** These bytes in its place, which say the same. */
    public Content content(byte[] bytes) {
        return new BytesContent(bytes, "application/json", Map.of("export-id", ascii(manifest.id())));
    }

    /** Metadata values must be ASCII; an id that is not is only in the JSON. */
    private static String ascii(String text) {
        return text.replaceAll("[^\\x21-\\x7e]", "_");
    }

    private String toJson() {
        ObjectNode root = JSON.createObjectNode();
        addTo(root);
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts and numbers are JSON", e);
        }
    }

    /** Adds its fields to an object, which may have others. */
    public void addTo(ObjectNode root) {
        root.put("version", 2);
        bytes(root);
        root.putObject("run")
                .put("id", run.id())
                .put("job", run.job())
                .put("project", run.project())
                .put("scheduled_for", run.scheduledFor().toString())
                .put("verified_at", run.verifiedAt().toString());
        if (release != null) {
            root.putObject("release")
                    .put("by", release.by())
                    .put("at", release.at().toString())
                    .put("reason", release.reason());
        }
        root.putObject("written_by").put("program", writer.program()).put("camel", writer.camelVersion());
        try {
            root.set("manifest", JSON.readTree(manifest.json()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The manifest of " + manifest.id() + " was JSON when it was read", e);
        }
    }

    private void bytes(ObjectNode root) {
        Encrypted encrypted = artifact.encrypted();
        bytes(
                root.putObject("artifact"),
                encrypted == null ? artifact.name() : artifact.name() + RecipientSet.SUFFIX,
                artifact.stored(),
                true);
        if (encrypted != null) {
            bytes(
                    root.putObject("plain"),
                    artifact.name(),
                    artifact.plain(),
                    encrypted.recipients().plainDigest());
            recipients(root.putObject("encryption").put("format", RecipientSet.FORMAT), encrypted.recipients());
        }
    }

    private static void bytes(ObjectNode node, String name, Verified bytes, boolean digest) {
        node.put("name", name).put("size", bytes.size());
        if (digest) {
            node.put("sha256", bytes.sha256());
        }
    }

    private static void recipients(ObjectNode node, RecipientSet set) {
        ArrayNode recipients = node.putArray("recipients");
        for (Recipient recipient : set.recipients()) {
            ObjectNode one = recipients.addObject();
            if (recipient.name() != null) {
                one.put("name", recipient.name());
            }
            one.put("fingerprint", recipient.fingerprint());
        }
    }
}
