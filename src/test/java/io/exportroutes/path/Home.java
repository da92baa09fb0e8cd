package io.exportroutes.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder with this project's routes and one more Kamelet. */
public final class Home {
    private Home() {}

    /** Copies routes/ and adds {@code <type>-artifact-sink}, which calls {@code put(key, content)} of the class. */
    public static void withKamelet(Path home, String type, Class<?> store) throws IOException {
        withKamelet(home, type, store, "{}");
    }

    /** As {@link #withKamelet(Path, String, Class)}, with annotations. */
    static void withKamelet(Path home, String type, Class<?> store, String annotations) throws IOException {
        copy(home);
        kamelet(home, type, store, annotations);
    }

    /** Copies routes/. */
    public static void copy(Path home) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(Path.of("routes"))) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path copy = home.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    private static void kamelet(Path home, String type, Class<?> store, String annotations) throws IOException {
        Files.writeString(home.resolve("routes/kamelets/" + type + "-artifact-sink.kamelet.yaml"), """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: %s-artifact-sink
                  annotations: %s
                  labels: {camel.apache.org/kamelet.type: sink}
                spec:
                  definition: {title: Test, description: For a test., type: object, properties: {}}
                  template:
                    beans:
                      - {name: store, type: "#class:%s"}
                    from:
                      uri: "kamelet:source"
                      steps:
                        - bean: {ref: "{{store}}", method: "put(${header.ExportRoutesKey}, ${body})"}
                """.formatted(
                        type, annotations, store.getName()));
    }
}
