package io.exportroutes.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of a create call; stricter than an API need be, so that a client's slips are seen here. */
final class RequestFields {
    private final ObjectNode body;

    RequestFields(RecordedCall request, Set<String> known) {
        if (request.body().length() > CallLog.BODY_LIMIT) {
            throw new ApiRefusal(413, "request_too_large", "The request body is too large.");
        }
        String type = request.header("Content-Type");
        if (!request.body().isBlank()
                && (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json"))) {
            throw new ApiRefusal(415, "unsupported_media_type", "Content-Type must be application/json.");
        }
        body = Json.readObject(request.body());
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new ApiRefusal(400, "invalid_request", "Unknown field '" + name + "'.");
            }
        });
    }

    JsonNode field(String name) {
        return body.path(name);
    }

    /** The format, or the first of those allowed. */
    ExportFormat format(List<ExportFormat> allowed, String message) {
        String word = body.path("format").asText(allowed.get(0).word());
        return allowed.stream()
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new ApiRefusal(400, "invalid_export_format", message));
    }

    /** The file name with its extension, or the default's. */
    String downloadName(String byDefault, String extension) {
        JsonNode given = body.path("file_name");
        String name = given.asText(byDefault);
        boolean usable = given.isMissingNode() || (given.isTextual() && name.matches("[^\\p{Cntrl}/\\\\]{1,200}"));
        if (!usable || name.isBlank()) {
            throw new ApiRefusal(400, "invalid_file_name", "file_name must be a plain name of at most 200 characters.");
        }
        return name.endsWith(extension) ? name : name + extension;
    }

    /** The texts of an optional array, or null where it is left out. */
    @Nullable
    List<String> texts(String name) {
        return body.path(name).isMissingNode() ? null : texts(body.path(name), name);
    }

    static List<String> texts(JsonNode array, String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array) {
            if (!item.isTextual()) {
                throw new ApiRefusal(400, "invalid_request", name + " must be an array of names.");
            }
            texts.add(item.asText());
        }
        if (!array.isArray()) {
            throw new ApiRefusal(400, "invalid_request", name + " must be an array of names.");
        }
        return texts;
    }
}
