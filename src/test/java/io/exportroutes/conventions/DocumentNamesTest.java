package io.exportroutes.conventions;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Each class and each method that a document names in backticks exists, in the program, the lab or the tests. */
@TestInstance(Lifecycle.PER_CLASS) // the classes are read once
class DocumentNamesTest {
    /** A package or none, a class, perhaps nested ones, perhaps a member: {@code ledger.Runs}, {@code Spool.open(…)}. */
    private static final Pattern NAME = Pattern.compile(
            "((?:[a-z][a-z0-9]*[./])*)([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)((?:[.#]\\w+)*)(?:\\(.*\\))?");

    private static final Pattern FENCE = Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern QUOTED = Pattern.compile("`([^`\n]+)`");

    /** Words of HTTP, Docker, S3 and Camel that look like classes. */
    private static final Set<String> NO_CLASSES = Set.of(
            "Range", "Dockerfile", "AbortIncompleteMultipartUpload", "GetObjectAttributes", "CamelFileName", "Bean");

    private final Map<String, List<JavaClass>> ours = new ClassFileImporter()
            .importPackages("io.exportroutes").stream().collect(groupingBy(JavaClass::getSimpleName));

    private final Set<String> known = new HashSet<>(NO_CLASSES);

    DocumentNamesTest() throws IOException {
        ours.values().stream()
                .flatMap(List::stream)
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .forEach(used -> known.add(used.getBaseComponentType().getSimpleName()));
        for (Path file : SourceScan.files(Path.of("src/main/java"))) {
            Pattern.compile("\"(ExportRoutes\\w+)\"")
                    .matcher(Files.readString(file))
                    .results()
                    .forEach(header -> known.add(header.group(1)));
        }
    }

    @Test
    void theDocumentsNameOnlyWhatExists() throws IOException {
        List<String> unknown = new ArrayList<>();
        int names = 0;
        for (Path page : pages()) {
            for (String name : names(Files.readString(page))) {
                names++;
                if (!exists(name)) {
                    unknown.add(page + ": " + name);
                }
            }
        }

        assertThat(unknown).isEmpty();
        assertThat(names).as("names in all documents").isGreaterThan(300);
    }

    @Test
    void whatIsGoneIsFound() {
        String text = """
                `Runs.vanished` and `VanishedClass`, `queue.Runs`, `org.apache.camel.Vanished`,
                but `Runs.find`, `ledger.Runs`, `DeliveriesInFlight.Ticket`, `testing/Edit` and `Retry-After`.
                ```java
                VanishedExample `in a fence`
                ```
                """;

        assertThat(names(text).stream().filter(name -> !exists(name)))
                .containsExactly("Runs.vanished", "VanishedClass", "queue.Runs", "org.apache.camel.Vanished");
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "AGENTS.md", "SECURITY.md").map(Path::of), docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> names(String page) {
        return QUOTED.matcher(FENCE.matcher(page).replaceAll(""))
                .results()
                .map(quoted -> NAME.matcher(quoted.group(1)))
                .filter(Matcher::matches)
                .map(MatchResult::group)
                .toList();
    }

    private boolean exists(String text) {
        Matcher name = NAME.matcher(text);
        assertThat(name.matches()).isTrue();
        String inPackage = name.group(1).replace('/', '.');
        String members = name.group(3);
        if (inPackage.matches("(java|org|com)\\..*")) {
            return isOnTheClassPath(inPackage + name.group(2));
        }
        List<JavaClass> types = ours.getOrDefault(name.group(2), List.of());
        return (inPackage.isEmpty() && types.isEmpty() && known.contains(name.group(2)))
                || types.stream()
                        .filter(type ->
                                ("." + type.getName()).endsWith("." + inPackage + name.group(2)) || inPackage.isEmpty())
                        .anyMatch(type -> members.isEmpty() || hasMember(type, members.substring(1)));
    }

    private boolean hasMember(JavaClass type, String member) {
        String last = member.replaceFirst(".*[.#]", "");
        return type.getAllMethods().stream().anyMatch(method -> method.getName().equals(last))
                || type.getAllFields().stream()
                        .anyMatch(field -> field.getName().equals(last))
                || ours.getOrDefault(last, List.of()).stream()
                        .anyMatch(nested -> nested.getName().startsWith(type.getName() + "$"));
    }

    private static boolean isOnTheClassPath(String name) {
        try {
            Class.forName(name, false, DocumentNamesTest.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }
}
