package io.exportroutes.route;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.api.Manifest;
import io.exportroutes.api.ManifestPage;
import io.exportroutes.api.ManifestReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From the Maps that camel-jackson makes of a reply to manifests. */
final class Manifests {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Manifests() {}

    static Manifest of(@Nullable Object export) {
        return ManifestReader.read(JSON.<com.fasterxml.jackson.databind.JsonNode>valueToTree(export));
    }

    static ManifestPage all(List<?> exports) {
        return ManifestReader.readAll(JSON.<com.fasterxml.jackson.databind.JsonNode>valueToTree(exports));
    }
}
