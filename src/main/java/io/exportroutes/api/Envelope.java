package io.exportroutes.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The frame of every JSON reply: a JSON object with a boolean {@code ok}.
 *
 * @param data a missing node where the API sent none
 * @param errorCode a plain word, or null if there is no error
 * @param errorMessage one line, cleaned, or null
 */
public record Envelope(
        boolean ok,
        JsonNode data,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        CallTrace trace) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Reads a body; empty if it is no envelope. */
    public static Optional<Envelope> parse(String body) {
        try {
            JsonNode root = JSON.readTree(body);
            return root.path("ok").isBoolean() ? Optional.of(of(root)) : Optional.empty();
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    /**
     * Whether it is certainly a reply, where an artifact was expected that might itself be JSON with a field {@code ok}:
     * it also has a request id, or says no with an error.
     */
    public boolean beyondDoubt() {
        return trace.requestId() != null || (!ok && errorCode != null);
    }

    private static Envelope of(JsonNode root) {
        JsonNode error = root.path("error");
        String code = text(error, "code");
        String message = text(error, "message");
        CallTrace trace = new CallTrace(
                text(root, "request_id"), text(root, "operation_run_id"), text(root, "operation_grouping_status"));
        JsonNode data = root.path("data");
        return new Envelope(
                root.get("ok").booleanValue(),
                data.isNull() ? MissingNode.getInstance() : data,
                code == null ? null : ApiText.code(code),
                message,
                trace);
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            return null;
        }
        return ApiText.shown(value.textValue());
    }
}
