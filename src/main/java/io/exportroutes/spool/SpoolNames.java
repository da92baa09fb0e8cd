package io.exportroutes.spool;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The file names of one export. The API chooses the id: one that is not a plain word is replaced by its hash, marked
 * by a character that a plain word cannot have.
 */
final class SpoolNames {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,120}");

    private final Path directory;
    private final String stem;

    SpoolNames(Path directory, String exportId) {
        this.directory = directory;
        this.stem = PLAIN.matcher(exportId).matches() ? exportId : "~" + hash(exportId);
    }

    Path bytes() {
        return directory.resolve(stem + ".artifact");
    }

    Path note() {
        return directory.resolve(stem + ".json");
    }

    List<Path> all() {
        return List.of(bytes(), note(), directory.resolve(stem + ".json.tmp"));
    }

    /** Whether that is the name of some export's note. */
    static boolean isNote(Path path) {
        return path.toString().endsWith(".json");
    }

    private static String hash(String exportId) {
        return Hashes.sha256(exportId.getBytes(StandardCharsets.UTF_8));
    }
}
