package io.exportroutes.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Manifests from JSON. Missing and null fields are absent, unknown ones are kept as they are; a field of another type than
 * the API describes is a {@link TransientFailure} {@code not_an_envelope} that names it.
 */
public final class ManifestReader {
    private ManifestReader() {}

    /** Reads {@code data.exports} of a listing, in its order: one unreadable entry does not affect the others. */
    public static ManifestPage readAll(JsonNode exports) {
        if (!exports.isArray()) {
            throw wrong("exports is not a list");
        }
        List<Manifest> manifests = new ArrayList<>();
        List<UnreadableManifest> odd = new ArrayList<>();
        for (JsonNode export : exports) {
            try {
                manifests.add(read(export));
            } catch (TransientFailure unreadable) {
                String name = export.path("download_name").asText("");
                odd.add(new UnreadableManifest(
                        ApiText.shown(export.path("id").asText("")), name.isEmpty() ? null : name, unreadable));
            }
        }
        return new ManifestPage(manifests, odd);
    }

    /** Reads one manifest object; {@code status} is {@code unknown} and {@code kind} is empty if they are missing. */
    public static Manifest read(JsonNode export) {
        if (!export.isObject()) {
            throw wrong("the manifest is not an object");
        }
        String id = text(export, "id");
        if (id == null || id.isBlank()) {
            throw wrong("the manifest has no id");
        }
        return new Manifest(
                id,
                new Manifest.Scope(
                        orElse(text(export, "kind"), ""),
                        text(export, "project"),
                        text(export, "table"),
                        text(export, "format")),
                new Manifest.Artifact(
                        text(export, "download_name"),
                        text(export, "content_type"),
                        count(export, "row_count"),
                        count(export, "table_count"),
                        count(export, "size_bytes")),
                new Manifest.Availability(
                        orElse(text(export, "status"), "unknown"),
                        text(export, "status_reason"),
                        time(export, "missing_at"),
                        time(export, "created_at"),
                        time(export, "expires_at")),
                export.toString());
    }

    private static @Nullable String text(JsonNode export, String field) {
        JsonNode value = export.path(field);
        if (absent(value)) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(field + " is not text");
        }
        return value.textValue();
    }

    private static @Nullable Long count(JsonNode export, String field) {
        JsonNode value = export.path(field);
        if (absent(value)) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw wrong(field + " is not a count");
        }
        return value.longValue();
    }

    private static @Nullable Instant time(JsonNode export, String field) {
        String text = text(export, field);
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            TemporalAccessor time =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from);
            return time instanceof OffsetDateTime withOffset
                    ? withOffset.toInstant()
                    : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException broken) {
            throw wrong(field + " is not a time");
        }
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static String orElse(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    private static TransientFailure wrong(String what) {
        return new TransientFailure(
                FailureCode.NOT_AN_ENVELOPE,
                "The API sent a manifest that cannot be read: " + what,
                "It is retried; if it keeps failing, report it to the API's support.");
    }
}
