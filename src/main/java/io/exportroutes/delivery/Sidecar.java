package io.exportroutes.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.exportroutes.api.Manifest;
import io.exportroutes.ledger.Release;
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
     * The bytes that it stands beside.
     *
     * @param name the artifact's safe name
     * @param size bytes
     * @param sha256 lower-case hex
     */
    public record Artifact(String name, long size, String sha256) {}

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
        ObjectNode bytes = root.putObject("artifact");
        bytes.put("name", artifact.name()).put("size", artifact.size()).put("sha256", artifact.sha256());
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
}
