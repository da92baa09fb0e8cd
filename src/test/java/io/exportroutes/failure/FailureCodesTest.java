package io.exportroutes.failure;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.FailureCode.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/failures.md, the enum and the places that raise a failure say the same. */
class FailureCodesTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TABLE = Path.of("docs/failures.md");

    /** A row whose second cell is a kind; code, kind, meaning, remedy. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (transient|permanent|either|gone|refused|source|taken over)"
                    + " \\| (\\S[^|]*) \\| (\\S[^|]*) \\|$");

    private static final Pattern FORMER = Pattern.compile("(?m)^\\| (`[^|]+`) \\| `[^|]+ \\|$");
    private static final Pattern RAISED =
            Pattern.compile("new (Transient|Permanent|Gone|Refused|TakenOver)Failure\\(\\s*FailureCode\\.([A-Z_]+)");
    private static final Pattern USED = Pattern.compile("\\b(?:FailureCode\\.|case )([A-Z_0-9]+)\\b");
    private static final Pattern OWN_WORD =
            Pattern.compile("new (ForeignCode|[A-Za-z]+Failure)\\(\\s*\"[^\"]*\"\\s*[,)]");

    /** A tag of Javadoc up to the next one, and the codes in it. */
    private static final Pattern THROWN =
            Pattern.compile("@throws [\\w.]*Failure (?:(?!(?<!\\{)@[a-z]+ |\\*/)(?s:.))*");

    private static final Pattern CODE = Pattern.compile("\\{@code(?:\\s|\\*)+([a-z]+(?:_[a-z]*…?)+)}");

    /** Which exceptions may carry a code of a kind. */
    private static final Map<Kind, Set<String>> TYPES = Map.of(
            Kind.TRANSIENT, Set.of("Transient"),
            Kind.PERMANENT, Set.of("Permanent"),
            Kind.EITHER, Set.of("Transient", "Permanent"),
            Kind.GONE, Set.of("Gone"),
            Kind.REFUSED, Set.of("Refused"),
            Kind.SOURCE, Set.of(),
            Kind.TAKEN_OVER, Set.of("TakenOver"));

    @Test
    void theTableHasEachCodeWithItsKindItsMeaningAndItsRemedy() throws IOException {
        Map<String, String> table = new TreeMap<>(rows());

        assertThat(table)
                .as("%s and FailureCode; a new code needs a row: | `code` | kind | meaning | remedy |", TABLE)
                .isEqualTo(new TreeMap<>(
                        Arrays.stream(FailureCode.values()).collect(toMap(FailureCode::word, code -> code.kind()
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', ' ')))));
    }

    @Test
    void aFailureIsOfTheKindThatItsCodeHas() {
        List<String> wrong = new ArrayList<>();
        sources().forEach((file, text) -> RAISED.matcher(text).results().forEach(raised -> {
            Kind kind = FailureCode.valueOf(raised.group(2)).kind();
            if (!TYPES.getOrDefault(kind, Set.of()).contains(raised.group(1))) {
                wrong.add(
                        "%s: a %sFailure with %s, which is %s".formatted(file, raised.group(1), raised.group(2), kind));
            }
        }));

        assertThat(wrong).isEmpty();
    }

    @Test
    void eachCodeIsInUse() {
        Set<String> used = sources().values().stream()
                .flatMap(text -> USED.matcher(text).results())
                .map(use -> use.group(1))
                .collect(toSet());

        assertThat(FailureCode.values())
                .as("raised or classified by nothing")
                .filteredOn(code -> !used.contains(code.name()))
                .isEmpty();
    }

    @Test
    void noCodeOfOursIsWrittenAsAWord() {
        List<String> written = new ArrayList<>();
        sources()
                .forEach((file, text) ->
                        OWN_WORD.matcher(text).results().forEach(word -> written.add(file + ": " + word.group())));

        assertThat(written)
                .as("a word of ours is a FailureCode; a ForeignCode is one that somebody else sent")
                .isEmpty();
    }

    @Test
    void noCodeIsOneThatWasGivenUp() throws IOException {
        List<String> former = FORMER.matcher(Files.readString(TABLE))
                .results()
                .map(row -> row.group(1).replaceAll("[`…]", ""))
                .flatMap(cell -> Arrays.stream(cell.split(", ")))
                .toList();

        assertThat(former).contains("connect_failed", "tls_untrusted").doesNotContainAnyElementsOf(rows().keySet());
    }

    @Test
    void whatJavadocSaysIsThrownIsACode() {
        List<String> unknown = new ArrayList<>();
        sources().forEach((file, text) -> THROWN.matcher(text).results().forEach(tag -> CODE.matcher(tag.group())
                .results()
                .map(code -> code.group(1))
                .filter(code -> Arrays.stream(FailureCode.values())
                        .noneMatch(known -> known.word().equals(code)))
                .forEach(code -> unknown.add(file + ": " + code))));

        assertThat(unknown).isEmpty();
    }

    private static Map<String, String> rows() throws IOException {
        return ROW.matcher(Files.readString(TABLE)).results().collect(toMap(row -> row.group(1), row -> row.group(2)));
    }

    private static Map<Path, String> sources() {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .collect(toMap(file -> file, FailureCodesTest::text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
