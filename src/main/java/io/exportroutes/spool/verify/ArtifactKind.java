package io.exportroutes.spool.verify;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The expected kind of the bytes: by the manifest's format, else by the content type, else by the ending of the name. */
enum ArtifactKind {
    ZIP,
    JSON,
    SQL,
    CSV,
    OTHER;

    static ArtifactKind of(ArtifactFacts facts) {
        ArtifactKind byFormat = byWord(lower(facts.format()));
        if (byFormat != OTHER) {
            return byFormat;
        }
        ArtifactKind byType = byContentType(lower(facts.contentType()));
        if (byType != OTHER) {
            return byType;
        }
        String name = lower(facts.name());
        return byWord(name.substring(name.lastIndexOf('.') + 1));
    }

    private static ArtifactKind byWord(String word) {
        return switch (word) {
            case "zip", "zip-csv", "zip-json" -> ZIP;
            case "json" -> JSON;
            case "sql" -> SQL;
            case "csv" -> CSV;
            default -> OTHER;
        };
    }

    private static ArtifactKind byContentType(String contentType) {
        String type = contentType.split(";", 2)[0].strip();
        return switch (type) {
            case "application/zip", "application/x-zip-compressed" -> ZIP;
            case "application/sql", "text/sql", "text/x-sql", "application/x-sql" -> SQL;
            case "text/csv", "application/csv" -> CSV;
            case "application/json", "text/json" -> JSON;
            default -> type.endsWith("+json") ? JSON : OTHER;
        };
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
    }
}
