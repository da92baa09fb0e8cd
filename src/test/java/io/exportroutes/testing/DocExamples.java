package io.exportroutes.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The examples in a page of docs/, so that tests can run what readers copy. */
public final class DocExamples {
    private DocExamples() {}

    /** The fenced blocks of this language that begin with this text, in the order of the page; never none. */
    public static List<String> in(String page, String language, String beginning) {
        List<String> found = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(text(page))
                .results()
                .map(match -> match.group(1))
                .filter(block -> block.startsWith(beginning))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException(page + " has no " + language + " example that begins with " + beginning);
        }
        return found;
    }

    private static String text(String page) {
        try {
            return Files.readString(Path.of(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
