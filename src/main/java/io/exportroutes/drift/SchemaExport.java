package io.exportroutes.drift;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schema export that was read: JSON as a model, anything else as SQL. */
public sealed interface SchemaExport permits JsonSchema, SqlSchema {
    /** The largest export that is compared, in bytes. */
    int LIMIT = 64 << 20;

    /**
     * Reads the stream to its end. The content is not documented, so nothing in it is a mistake.
     *
     * @throws PermanentFailure if it is larger than {@link #LIMIT}, has more values or levels than a schema, or is encrypted
     */
    static SchemaExport read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LIMIT + 1);
        if (bytes.length > LIMIT) {
            throw tooLarge("A schema export is larger than " + (LIMIT >> 20) + " MiB", null);
        }
        for (String other : List.of("age-encryption.org/", "PK\u0003\u0004")) {
            if (startsWith(bytes, other)) {
                throw new PermanentFailure(
                        FailureCode.SCHEMA_UNREADABLE,
                        "An export is " + (other.startsWith("PK") ? "a zip file" : "encrypted")
                                + " and cannot be compared",
                        "Fetch both, make plain files of them, and compare those: export-routes drift --files");
            }
        }
        JsonNode json = Parser.parse(bytes);
        return json == null
                ? SqlReader.read(new String(bytes, StandardCharsets.UTF_8))
                : new JsonSchema(SchemaReader.read(json));
    }

    private static boolean startsWith(byte[] bytes, String ascii) {
        int length = Math.min(bytes.length, ascii.length());
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).equals(ascii);
    }

    private static PermanentFailure tooLarge(String message, @Nullable Throwable cause) {
        return new PermanentFailure(
                FailureCode.SCHEMA_TOO_LARGE,
                message,
                "Compare the exports with other tools; check that each is a schema, and no data.",
                cause);
    }

    /** Limits that a schema of ten thousand tables does not reach, so that no document takes all memory. */
    final class Parser {
        private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxTokenCount(4_000_000)
                                .maxNestingDepth(100)
                                .maxNameLength(1_000)
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();

        private Parser() {}

        /** Null if it is no JSON object or array. */
        static @Nullable JsonNode parse(byte[] bytes) throws IOException {
            try {
                JsonNode json = MAPPER.readTree(bytes);
                return json.isContainerNode() ? json : null;
            } catch (StreamConstraintsException tooMuch) {
                throw tooLarge("A schema export has more values or levels than a schema has", tooMuch);
            } catch (JsonProcessingException other) {
                return null;
            }
        }
    }
}
