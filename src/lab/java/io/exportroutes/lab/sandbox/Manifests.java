package io.exportroutes.lab.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.exportroutes.lab.sandbox.Export.Standing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes an export as the API describes it, with its fields in the order of the reference. */
final class Manifests {
    private final boolean sizeKnown;

    Manifests(boolean sizeKnown) {
        this.sizeKnown = sizeKnown;
    }

    ObjectNode describe(Export export, Instant now, TakenFaults faults) {
        PlantedExport.Scope scope = export.facts().scope();
        PlantedExport.File file = export.facts().file();
        PlantedExport.Counts counts = export.facts().counts();
        Standing standing = export.standing(now).under(faults, now);
        ObjectNode manifest = Json.object();
        manifest.put("id", export.id());
        manifest.put("kind", scope.kind());
        manifest.put("scope", "project");
        manifest.put("project", scope.project());
        manifest.put("table", scope.table());
        manifest.put("format", file.format());
        manifest.put("download_name", EvilNames.nameOf(file.downloadName(), faults));
        manifest.put("download_url", "/projects/" + scope.project() + "/export/download/" + export.id());
        manifest.put("storage_backend", "local");
        manifest.put("content_type", file.contentType());
        manifest.put("row_count", counts.rows());
        manifest.put("table_count", counts.tables());
        manifest.put("size_bytes", size(export, standing, faults));
        manifest.put("status", standing.status());
        manifest.put("status_reason", standing.reason());
        manifest.put("missing_at", Json.time(standing.missing()));
        manifest.put("created_at", Json.time(export.created()));
        manifest.put("expires_at", Json.time(standing.expires()));
        distort(manifest, file.downloadName(), faults);
        return manifest;
    }

    private static void distort(ObjectNode manifest, String name, TakenFaults faults) {
        if (faults.names(FaultKind.NO_ID, name)) {
            manifest.remove("id");
        }
        if (faults.names(FaultKind.ODD_SIZE, name)) {
            manifest.put("size_bytes", manifest.path("size_bytes").asText());
        }
        if (faults.has(FaultKind.UNKNOWN_FIELDS)) {
            manifest.putObject("labels").put("tier", "gold");
        }
    }

    private @Nullable Long size(Export export, Standing standing, TakenFaults faults) {
        Artifact artifact = export.artifact();
        if (!sizeKnown || artifact == null || standing.status().equals("pending")) {
            return null;
        }
        return artifact.size() + faults.shift(FaultKind.WRONG_SIZE);
    }
}
