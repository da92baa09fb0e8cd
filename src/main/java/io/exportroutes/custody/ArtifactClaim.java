package io.exportroutes.custody;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What an entry says of the bytes that were stored. The entry is authentic, and yet its words came from outside: a reader makes
 * sure that the name does not lead out of the folder of the sidecar, to which it is relative.
 *
 * @param size bytes, as stored
 * @param sha256 of the bytes as stored, lower-case hex
 */
public record ArtifactClaim(String name, long size, String sha256) {
    static Optional<ArtifactClaim> of(JsonNode artifact) {
        JsonNode size = artifact.path("size");
        String sha256 = artifact.path("sha256").asText();
        boolean whole = artifact.path("name").isTextual()
                && size.isIntegralNumber()
                && size.canConvertToLong()
                && size.longValue() >= 0
                && sha256.matches("[0-9a-f]{64}");
        return whole
                ? Optional.of(new ArtifactClaim(artifact.path("name").textValue(), size.longValue(), sha256))
                : Optional.empty();
    }
}
