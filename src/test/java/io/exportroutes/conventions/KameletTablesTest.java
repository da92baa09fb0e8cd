package io.exportroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The tables of the sinks in docs/kamelets.md say what the Kamelets say; with -Dkamelets.tables=write they are written anew. */
class KameletTablesTest {
    private static final Path PAGE = Path.of("docs", "kamelets.md");
    private static final String BEGIN =
            "<!-- Tables of the sinks, made from routes/kamelets by KameletTablesTest -->\n";
    private static final String END = "<!-- End of the tables of the sinks -->\n";

    @Test
    void thePageHasTheTablesThatTheKameletsMake() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(begin).as("both marks in their order").isBetween(BEGIN.length(), end);
        if ("write".equals(System.getProperty("kamelets.tables"))) {
            Files.writeString(PAGE, page.substring(0, begin) + tables() + page.substring(end));
            return;
        }

        assertThat(page.substring(begin, end))
                .as("write them anew: mvn -B -q test -Dtest=KameletTablesTest -Dkamelets.tables=write")
                .isEqualTo(tables());
    }

    @Test
    void theHeadersThatASinkDeclaresAreThoseThatTheProgramKnows() {
        Set<String> declared = new TreeSet<>();
        for (RouteFile sink : sinks()) {
            headers(sink).properties().forEach(header -> declared.add(header.getKey()));
        }

        assertThat(declared).contains("ExportRoutesKey", "ExportRoutesSize").allSatisfy(header -> assertThat(
                        Files.readString(Path.of("src/main/java/io/exportroutes/kamelet/SinkHeaders.java")))
                .contains("\"" + header + "\""));
    }

    private static List<RouteFile> sinks() {
        return RouteFile.in(Path.of("routes", "kamelets"), RouteFile.KAMELETS).stream()
                .filter(file -> file.stem().endsWith("-artifact-sink"))
                .toList();
    }

    private static String tables() {
        StringBuilder text = new StringBuilder();
        sinks().forEach(sink -> table(sink, text));
        return text.toString();
    }

    private static void table(RouteFile sink, StringBuilder text) {
        JsonNode definition = sink.root().path("spec").path("definition");
        text.append("\n#### %s\n".formatted(sink.stem()));
        text.append(definition.path("description").asText().strip()).append("\n\n");
        text.append("| Property | Type | Default | Means |\n|---|---|---|---|\n");
        for (Map.Entry<String, JsonNode> property :
                definition.path("properties").properties()) {
            boolean required = definition.path("required").toString().contains("\"" + property.getKey() + "\"");
            row(
                    text,
                    code(property.getKey()),
                    type(property.getValue()),
                    required
                            ? "required"
                            : code(property.getValue().path("default").asText("")),
                    property.getValue().path("description").asText());
        }
        text.append("\n| Header | Type | Means |\n|---|---|---|\n");
        for (Map.Entry<String, JsonNode> header : headers(sink).properties()) {
            JsonNode facts = header.getValue();
            row(
                    text,
                    code(header.getKey()),
                    type(facts),
                    facts.path("description").asText());
        }
    }

    private static JsonNode headers(RouteFile sink) {
        return sink.root().path("spec").path("dataTypes").path("in").path("headers");
    }

    private static String type(JsonNode facts) {
        if (facts.has("enum")) {
            List<String> words = new ArrayList<>();
            facts.path("enum").forEach(word -> words.add(code(word.asText())));
            return String.join(", ", words);
        }
        return switch (facts.path("format").asText("")) {
            case "" -> facts.path("type").asText();
            case "password" -> "secret";
            default -> facts.path("format").asText();
        };
    }

    private static String code(String text) {
        return text.isEmpty() ? "–" : "`" + text + "`";
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells).replace("\n", " ")).append(" |\n");
    }
}
