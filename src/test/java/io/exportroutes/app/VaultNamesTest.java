package io.exportroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.junit.jupiter.api.Test;

/** What we and the documents say of vaults is what this Camel has; most of their components are on no class path of ours. */
class VaultNamesTest {
    private static final Path SETTINGS = Path.of("config", "application.properties");
    private static final Path SERVER = Path.of("src/test/java/io/exportroutes/cli/VaultProcess.java");

    private final DefaultCamelCatalog catalog = new DefaultCamelCatalog();
    private final String section = section();

    VaultNamesTest() throws IOException {}

    @Test
    void eachVaultsComponentIsInTheCatalog() {
        Set<String> artifacts = catalog.findComponentNames().stream()
                .map(name -> catalog.componentModel(name).getArtifactId())
                .collect(Collectors.toSet());
        assertThat(artifacts).containsAll(CamelPlaceholders.VAULTS.values());
    }

    /** By the names of settings, which Camel's main has for each vault; Kubernetes' function has another name. */
    @Test
    void eachVaultIsCalledAsCamelCallsIt() throws IOException {
        Set<String> settings = settings();
        assertThat(CamelPlaceholders.VAULTS.keySet()).allMatch(kind -> settings.stream()
                .anyMatch(
                        name -> name.startsWith("camel.vault." + (kind.equals("secret") ? "kubernetes" : kind) + ".")));
    }

    @Test
    void theDocumentsNameTheSettingsThatCamelHas() throws IOException {
        List<String> named = found("camel\\.vault\\.[a-z]+\\.[A-Za-z]+", section + Files.readString(SETTINGS));
        assertThat(named).hasSizeGreaterThan(5);
        assertThat(settings()).containsAll(named);

        List<String> ofKubernetes = found("camel\\.kubernetes-config\\.client\\.[A-Za-z]+", section);
        assertThat(ofKubernetes).hasSizeGreaterThan(3);
        assertThat(Files.readString(SERVER)).as("what VaultIT tries").contains(ofKubernetes);
    }

    @Test
    void theDocumentsNameEachPlaceholderAndItsComponent() {
        Set<String> kinds = new HashSet<>(CamelPlaceholders.VAULTS.keySet());
        assertThat(found("(?<=\\{\\{)[a-z]+(?=:[A-Z])", section)).containsAll(kinds);
        kinds.addAll(Set.of("env", "file", "sys"));
        assertThat(kinds).containsAll(found("(?<=\\{\\{)[^:}]+(?=:)", section));
        Matcher row = Pattern.compile(
                        "^\\| `\\{\\{(?<kind>[a-z]+):.*?\\| `(?<component>camel-[a-z-]+)`", Pattern.MULTILINE)
                .matcher(section);
        Map<String, String> table =
                row.results().collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
        assertThat(table).hasSizeGreaterThan(3);
        assertThat(CamelPlaceholders.VAULTS).containsAllEntriesOf(table);
    }

    private Set<String> settings() throws IOException {
        JsonNode main = new ObjectMapper().readTree(catalog.mainJsonSchema());
        Set<String> names = new HashSet<>();
        main.path("properties")
                .forEach(property -> names.add(property.path("name").asText()));
        return names;
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group())
                .toList();
    }

    private static String section() throws IOException {
        String page = Files.readString(Path.of("docs", "operations.md"));
        int begin = page.indexOf("\n## Secrets from a vault\n");
        return page.substring(begin, page.indexOf("\n## ", begin + 1));
    }
}
