package io.exportroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pictures of the documents: each is there, is shown somewhere, and is small enough for a repository. */
class DocumentImagesTest {
    private static final Path IMAGES = Path.of("docs", "images");
    private static final Pattern SHOWN = Pattern.compile("!\\[([^]]+)]\\(([^)]+)\\)");
    private static final long MOST_BYTES = 150_000;

    @Test
    void eachPictureThatADocumentShowsIsThereAndNoOther() throws IOException {
        Set<Path> shown = new TreeSet<>();
        for (Path document : documents()) {
            SHOWN.matcher(Files.readString(document))
                    .results()
                    .map(found -> document.resolveSibling(found.group(2)).normalize())
                    .forEach(shown::add);
        }

        try (Stream<Path> files = Files.list(IMAGES)) {
            assertThat(files).containsExactlyInAnyOrderElementsOf(shown).hasSizeGreaterThan(3);
        }
    }

    @Test
    void noneIsLarge() throws IOException {
        try (Stream<Path> files = Files.list(IMAGES)) {
            assertThat(files).allSatisfy(file -> assertThat(Files.size(file)).isLessThan(MOST_BYTES));
        }
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }
}
