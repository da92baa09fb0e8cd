package io.exportroutes.listing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.api.Manifest;
import io.exportroutes.api.ManifestPage;
import io.exportroutes.api.ManifestReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From the Maps that camel-jackson makes of a reply to manifests. */
public final class Manifests {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Manifests() {}

    public static Manifest of(@Nullable Object export) {
        return ManifestReader.read(JSON.<com.fasterxml.jackson.databind.JsonNode>valueToTree(export));
    }

    public static ManifestPage all(List<?> exports) {
        return ManifestReader.readAll(JSON.<com.fasterxml.jackson.databind.JsonNode>valueToTree(exports));
    }
}
