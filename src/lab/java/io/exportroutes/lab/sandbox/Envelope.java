package io.exportroutes.lab.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The JSON around every answer but a download, with its fields in the order of the reference. */
final class Envelope {
    private final Clock clock;
    private final Identifiers identifiers;

    Envelope(Clock clock, Identifiers identifiers) {
        this.clock = clock;
        this.identifiers = identifiers;
    }

    ObjectNode success(ObjectNode data, RecordedCall request, TakenFaults faults) {
        ObjectNode envelope = Json.object();
        envelope.put("ok", true);
        envelope.set("data", data);
        envelope.putNull("error");
        envelope.put("request_id", identifiers.request());
        group(envelope, request.header("X-Operation-Key"), request.header("X-Operation-Run-Id"));
        if (faults.has(FaultKind.UNKNOWN_FIELDS)) {
            envelope.putArray("warnings").add("a field that the reference does not know");
            data.putObject("links").put("self", request.path());
        }
        return withMeta(envelope);
    }

    ObjectNode failure(String code, String message) {
        ObjectNode envelope = Json.object();
        envelope.put("ok", false);
        envelope.putNull("data");
        envelope.putObject("error").put("code", code).put("message", message);
        envelope.put("request_id", identifiers.request());
        return withMeta(envelope);
    }

    /** The reference shows these fields where the request named its operation, and not on errors. */
    private void group(ObjectNode envelope, @Nullable String key, @Nullable String run) {
        if (key == null && run == null) {
            return;
        }
        envelope.put("operation_key", key);
        envelope.put("operation_run_id", run == null ? identifiers.newOperationRun() : identifiers.operationRun(run));
        envelope.put("operation_grouping_status", run == null ? "created_run" : "accepted_provided_run");
    }

    private ObjectNode withMeta(ObjectNode envelope) {
        envelope.putObject("meta").put("generated_at", Json.time(clock.instant()));
        return envelope;
    }
}
