package io.exportroutes.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Changes to a text, which fail where there is nothing to change: the test would go on with what it did not mean. */
public final class Edit {
    private Edit() {}

    /** The text with each {@code before} replaced. */
    public static String text(String text, String before, String after) {
        if (!text.contains(before)) {
            throw new AssertionError("There is no '" + before + "' to be replaced in:\n" + text);
        }
        return text.replace(before, after);
    }

    /** The same in a file. */
    public static void file(Path file, String before, String after) throws IOException {
        Files.writeString(file, text(Files.readString(file), before, after));
    }
}
