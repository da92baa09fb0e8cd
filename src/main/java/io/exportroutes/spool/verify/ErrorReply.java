package io.exportroutes.spool.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** The API's error envelope instead of an artifact of any format. */
final class ErrorReply {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int LARGEST = 64 * 1024;

    private ErrorReply() {}

    static void refuse(CheckedContent content) throws IOException {
        if (Files.size(content.file()) > LARGEST) {
            return;
        }
        byte[] bytes;
        try (InputStream stream = content.open()) {
            bytes = stream.readNBytes(LARGEST);
        }
        if (bytes.length == 0 || !startsLikeAnObject(bytes)) {
            return;
        }
        JsonNode reply = parse(bytes);
        if (reply != null
                && reply.path("ok").isBoolean()
                && !reply.get("ok").booleanValue()
                && reply.path("error").isObject()) {
            JsonNode error = reply.get("error");
            throw new TransientFailure(
                    FailureCode.ARTIFACT_IS_ERROR_REPLY,
                    "The API sent an error instead of the artifact: %s, %s"
                            .formatted(shown(error, "code"), shown(error, "message")),
                    "The download is retried; if it keeps failing, follow the API's message.");
        }
    }

    private static boolean startsLikeAnObject(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && Character.isWhitespace(bytes[at])) {
            at++;
        }
        return at < bytes.length && bytes[at] == '{';
    }

    private static @Nullable JsonNode parse(byte[] bytes) throws IOException {
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException anArtifactThen) {
            return null;
        }
    }

    private static String shown(JsonNode error, String field) {
        return ShortText.text(error.path(field).asText("nothing said"));
    }
}
