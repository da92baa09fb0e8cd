package io.exportroutes.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The launcher and the routes beside what the build packaged; without sources it builds nothing. */
final class Installation {
    private final Path home;

    /** @param packaged names of what it gets of target/ */
    Installation(Path home, List<String> packaged) throws IOException {
        this.home = home;
        Path target = Files.createDirectories(home.resolve("target"));
        Files.copy(Path.of("export-routes"), home.resolve("export-routes"), StandardCopyOption.COPY_ATTRIBUTES);
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.toList()) { // a link to the folder Camel would not follow
                Files.copy(file, home.resolve(file.toString()));
            }
        }
        for (String name : packaged) {
            Files.createSymbolicLink(
                    target.resolve(name), Path.of("target", name).toAbsolutePath());
        }
    }

    /** Where further components lie. */
    Path ext() {
        return home.resolve("ext");
    }

    /** What it says, on both outputs, and its exit status. */
    record Said(int status, String text) {}

    Process start(Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("export-routes").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    static Said end(Process process) throws IOException, InterruptedException {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
