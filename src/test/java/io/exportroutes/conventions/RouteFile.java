package io.exportroutes.conventions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One YAML file of routes/.
 *
 * @param name as a message shows it, such as {@code routes/1-schedule.camel.yaml}
 */
record RouteFile(String name, String text, JsonNode root) {
    static final String ROUTES = ".camel.yaml";
    static final String KAMELETS = ".kamelet.yaml";

    /** One route, template or route configuration; for a Kamelet its template. */
    record Definition(String file, String kind, String id, JsonNode node) {
        @Override
        public String toString() {
            return file + ", " + kind + " " + id;
        }
    }

    /** An object in a definition under its key, such as a {@code to} or a {@code from}. */
    record Step(String key, JsonNode node) {}

    static RouteFile of(String name, String text) {
        try {
            return new RouteFile(name, text, new ObjectMapper(new YAMLFactory()).readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(name + " is no YAML: " + e.getMessage(), e);
        }
    }

    /** All files of the folder with this ending, in listing order; empty where there is no such folder. */
    static List<RouteFile> in(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .map(RouteFile::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RouteFile read(Path file) {
        try {
            return of(file.toString().replace('\\', '/'), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean kamelet() {
        return name.endsWith(KAMELETS);
    }

    /** The name without folder and ending: {@code 1-schedule}, {@code s3-artifact-sink}. */
    String stem() {
        String file = name.substring(name.lastIndexOf('/') + 1);
        return file.substring(0, file.length() - (kamelet() ? KAMELETS : ROUTES).length());
    }

    List<Definition> definitions() {
        if (kamelet()) {
            return List.of(new Definition(
                    name,
                    "Kamelet",
                    root.path("metadata").path("name").asText(""),
                    root.path("spec").path("template")));
        }
        List<Definition> found = new ArrayList<>();
        for (JsonNode item : root) {
            for (Map.Entry<String, JsonNode> entry : item.properties()) {
                if (entry.getKey().equals("beans")) {
                    continue; // what the definitions refer to, such as a retry policy, is none of them
                }
                found.add(new Definition(
                        name, entry.getKey(), entry.getValue().path("id").asText(""), entry.getValue()));
            }
        }
        return found;
    }

    /** Every object below the node, with the key it stands under. */
    static List<Step> steps(JsonNode node) {
        List<Step> steps = new ArrayList<>();
        collect("", node, steps);
        return steps;
    }

    private static void collect(String key, JsonNode node, List<Step> steps) {
        if (node.isObject()) {
            steps.add(new Step(key, node));
            node.properties().forEach(entry -> collect(entry.getKey(), entry.getValue(), steps));
        }
        if (node.isArray()) {
            node.forEach(item -> collect(key, item, steps));
        }
    }

    /** Lines that say something: neither blank nor comment. */
    long lines() {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                .count();
    }
}
