package io.exportroutes.kamelet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** A type that somebody drops in is as good as ours: nothing of the reading side goes by the names of our types. */
class DroppedInArchiveKameletTest extends ArchiveKameletContract {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path files;

    @Override
    String type() {
        return "shelf";
    }

    /** The Kamelets of a folder, under another name and with another name of their property. */
    @Override
    String location() throws IOException {
        Path dropped = Files.createDirectories(files.resolve("kamelets"));
        for (String kamelet : new String[] {"artifact-sink", "archive-action"}) {
            String text = Files.readString(Path.of("routes/kamelets/file-" + kamelet + ".kamelet.yaml"))
                    .replace("file-" + kamelet, "shelf-" + kamelet)
                    .replace("{{directory}}", "{{place}}")
                    .replace("      directory: {title: \"Directory\"", "      place: {title: \"Place\"")
                    .replace("required: [\"directory\"]", "required: [\"place\"]");
            Files.writeString(dropped.resolve("shelf-" + kamelet + ".kamelet.yaml"), text);
        }
        return "file:" + dropped;
    }

    @Override
    Map<String, String> destination() throws IOException {
        return Map.of("place", Files.createDirectories(files.resolve("archive")).toString());
    }

    @Override
    Map.Entry<String, String> nowhere() {
        return Map.entry("place", files.resolve("none").toString());
    }
}
