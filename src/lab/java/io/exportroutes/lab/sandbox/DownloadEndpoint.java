package io.exportroutes.lab.sandbox;

import com.sun.net.httpserver.Headers;
import io.exportroutes.lab.sandbox.Export.Standing;
import org.jspecify.annotations.Nullable;

/** {@code GET …/export/download/{export_id}}: the bytes, not wrapped in JSON. */
final class DownloadEndpoint {
    private final SandboxOptions.Artifacts artifacts;
    private final Exports exports;
    private final BodySender sender;

    DownloadEndpoint(SandboxOptions.Artifacts artifacts, Exports exports, BodySender sender) {
        this.artifacts = artifacts;
        this.exports = exports;
        this.sender = sender;
    }

    Reply answer(ApiCall call) {
        Export export = require(call);
        Artifact artifact = requireReady(export, call);
        ByteRange asked = asked(call, artifact);
        ByteRange whole = new ByteRange(0, artifact.size());
        ByteRange served = asked == null ? whole : asked.earlier(call.faults().shift(FaultKind.WRONG_RANGE));
        BodyPlan plan = BodyPlan.of(new BodyPlan.Part(artifact, served), artifacts.contentLength(), call.faults());
        return exchange -> {
            describe(export, artifact, call.faults(), exchange.getResponseHeaders());
            if (asked != null) {
                String range = "bytes " + served.start() + "-" + (served.end() - 1) + "/" + artifact.size();
                exchange.getResponseHeaders().set("Content-Range", range);
            }
            sender.send(asked == null ? 200 : 206, plan, exchange);
        };
    }

    private Export require(ApiCall call) {
        String id = call.route().exportId();
        if (!id.startsWith("exp_")) {
            throw new ApiRefusal(400, "invalid_export_id", "export_id must have the format exp_....");
        }
        return exports.find(call.route().project(), id)
                .orElseThrow(() -> new ApiRefusal(404, "export_not_found", "Export was not found."));
    }

    private static Artifact requireReady(Export export, ApiCall call) {
        Standing standing = export.standing(call.now()).under(call.faults(), call.now());
        if (standing.expired()) {
            throw new ApiRefusal(410, "export_expired", "Export file has expired.");
        }
        if (standing.status().equals("not_found")) {
            throw new ApiRefusal(404, "export_not_found", "Export file was not found.");
        }
        Artifact artifact = export.artifact();
        if (artifact == null || !standing.status().equals("ready")) {
            throw new ApiRefusal(409, "export_not_ready", "Export is not ready yet.");
        }
        return artifact;
    }

    /** The part that the client asked for, or null for the whole artifact. */
    private @Nullable ByteRange asked(ApiCall call, Artifact artifact) {
        if (!artifacts.honourRange() || call.faults().has(FaultKind.IGNORE_RANGE)) {
            return null;
        }
        String condition = call.request().header("If-Range");
        boolean same = condition == null
                || condition.equals(artifact.entityTag())
                || condition.equals(HttpDates.format(artifact.modified()));
        return same ? ByteRange.parse(call.request().header("Range"), artifact.size()) : null;
    }

    private void describe(Export export, Artifact artifact, TakenFaults faults, Headers headers) {
        PlantedExport.File file = export.facts().file();
        // A header cannot carry line breaks, and the reference quotes the name.
        String name = EvilNames.nameOf(file.downloadName(), faults)
                .replaceAll("[^ -~]", "_")
                .replaceAll("[\"\\\\]", "_");
        headers.set("Content-Type", file.contentType());
        headers.set("Content-Disposition", "attachment; filename=\"" + name + "\"");
        if (artifacts.honourRange()) {
            headers.set("Accept-Ranges", "bytes");
            headers.set("ETag", artifact.entityTag());
            headers.set("Last-Modified", HttpDates.format(artifact.modified()));
        }
    }
}
