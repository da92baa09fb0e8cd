package io.exportroutes.conventions;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The picture of the packages in docs/architecture.md shows the code; with -Dpicture.write=true it is written again. */
class PackagePictureTest {
    private static final Path PAGE = Path.of("docs", "architecture.md");
    private static final String BEGIN =
            "<!-- Packages and their dependencies, made from the classes by PackagePictureTest -->\n";
    private static final String END = "<!-- End of the packages -->\n";
    private static final String ROOT = "io.exportroutes";

    /** Every package of main, the root included, with those that its classes use: the slices of LayersTest.NO_CYCLES. */
    private final SortedMap<String, SortedSet<String>> uses = new TreeMap<>();

    @Test
    void thePageShowsThePackagesAsTheCodeHasThem() throws IOException {
        new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages(ROOT)
                .forEach(this::add);
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(begin).as("both marks in their order").isBetween(BEGIN.length(), end);
        if (Boolean.getBoolean("picture.write")) {
            Files.writeString(PAGE, page.substring(0, begin) + picture() + table() + page.substring(end));
            return;
        }

        assertThat(page.substring(begin, end))
                .as("write it again: mvn -B -q test -Dtest=PackagePictureTest -Dpicture.write=true")
                .isEqualTo(picture() + table());
    }

    private void add(JavaClass type) {
        SortedSet<String> used = uses.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>());
        type.getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .map(target -> target.getBaseComponentType().getPackageName())
                .filter(name -> name.equals(ROOT) || name.startsWith(ROOT + "."))
                .filter(name -> !name.equals(type.getPackageName()))
                .forEach(used::add);
    }

    /** Mermaid. An arrow that a path of others implies would only hide them; the table has it. */
    private String picture() {
        StringBuilder text = new StringBuilder("```mermaid\nflowchart TD\n");
        uses.keySet().forEach(name -> text.append("  %s[\"%s\"]\n".formatted(id(name), label(name))));
        uses.forEach((name, used) -> used.stream()
                .filter(other -> !isImplied(used, other))
                .forEach(other -> text.append("  %s --> %s\n".formatted(id(name), id(other)))));
        return text.append("```\n\n").toString();
    }

    private boolean isImplied(Set<String> used, String other) {
        return used.stream()
                .filter(step -> !step.equals(other))
                .anyMatch(step -> reaches(step, other, new TreeSet<>()));
    }

    private boolean reaches(String from, String to, Set<String> seen) {
        SortedSet<String> next = uses.getOrDefault(from, Collections.emptySortedSet());
        return seen.add(from) && (next.contains(to) || next.stream().anyMatch(step -> reaches(step, to, seen)));
    }

    private String table() {
        StringBuilder text = new StringBuilder("| Package | Uses |\n|---|---|\n");
        uses.forEach((name, used) -> text.append("| %s | %s |\n"
                .formatted(
                        label(name),
                        used.isEmpty()
                                ? "none"
                                : used.stream().map(PackagePictureTest::label).collect(joining(", ")))));
        return text.toString();
    }

    private static String label(String name) {
        return name.equals(ROOT) ? "Main" : name.substring(ROOT.length() + 1);
    }

    private static String id(String name) {
        return label(name).replace('.', '_');
    }
}
