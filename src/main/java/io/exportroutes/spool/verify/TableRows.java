package io.exportroutes.spool.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.spool.SpoolFailures;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Checks that tables with promised rows have at least one. Only known shapes are checked: CSV after its header, and objects
 * or arrays in a JSON array; any other content counts as data.
 */
public final class TableRows {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private TableRows() {}

    /**
     * @param rowCount the manifest's number of rows, or null
     * @param alive as for {@link Verifier#verify(Path, ArtifactFacts, Findings, Runnable)}, which has to hold already
     * @throws PermanentFailure {@code artifact_empty_tables}: it is delivered nowhere
     */
    public static void check(Path file, ArtifactFacts facts, @Nullable Long rowCount, Runnable alive) {
        if (rowCount == null || rowCount <= 0) {
            return;
        }
        try {
            if (!hasRow(new CheckedContent(file, alive), ArtifactKind.of(facts))) {
                throw new PermanentFailure(
                        FailureCode.ARTIFACT_EMPTY_TABLES,
                        "The manifest promises %d rows, the artifact %s has none in any table"
                                .formatted(rowCount, file.getFileName()),
                        "Check what the project contains and what the job selects; if the rows should be there, report it to the API's"
                                + " support. Then replay the run.");
            }
        } catch (IOException refused) {
            throw SpoolFailures.readFailed(file, refused);
        }
    }

    private static boolean hasRow(CheckedContent content, ArtifactKind kind) throws IOException {
        return switch (kind) {
            case ZIP -> zipHasRow(content);
            case JSON, CSV -> {
                try (InputStream stream = content.open()) {
                    yield kind == ArtifactKind.CSV ? csvHasRow(stream) : jsonHasRow(stream);
                }
            }
            case SQL, OTHER -> true;
        };
    }

    private static boolean zipHasRow(CheckedContent content) throws IOException {
        try (ZipFile zip = new ZipFile(content.file().toFile(), StandardCharsets.ISO_8859_1)) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory() && entryHasRow(content, zip, entry)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean entryHasRow(CheckedContent content, ZipFile zip, ZipEntry entry) throws IOException {
        String name = entry.getName().toLowerCase(Locale.ROOT);
        try (InputStream stream = new BufferedInputStream(content.watched(zip.getInputStream(entry)))) {
            if (name.endsWith(".csv")) {
                return csvHasRow(stream);
            }
            return name.endsWith(".json") ? jsonHasRow(stream) : stream.read() >= 0;
        }
    }

    /** Whether anything but white space follows the first record, whose quotes may hold line ends. */
    private static boolean csvHasRow(InputStream stream) throws IOException {
        boolean quoted = false;
        int next = stream.read();
        while (next >= 0 && (quoted || next != '\n')) {
            quoted ^= next == '"';
            next = stream.read();
        }
        while (next >= 0 && Character.isWhitespace(next)) {
            next = stream.read();
        }
        return next >= 0;
    }

    /** Whether an array holds an object or an array; a document without any array is of a shape we do not know. */
    private static boolean jsonHasRow(InputStream stream) throws IOException {
        boolean arrays = false;
        try (JsonParser parser = JSON.createParser(stream)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                arrays |= token == JsonToken.START_ARRAY;
                if (token.isStructStart()
                        && parser.getParsingContext().getParent().inArray()) {
                    return true;
                }
            }
        }
        return !arrays;
    }
}
