package io.exportroutes.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileArchiveKameletTest extends ArchiveKameletContract {
    @TempDir
    Path files;

    @Override
    String type() {
        return "file";
    }

    @Override
    Map<String, String> destination() throws IOException {
        return Map.of(
                "directory", Files.createDirectories(files.resolve("archive")).toString());
    }

    @Override
    Map.Entry<String, String> nowhere() {
        return Map.entry("directory", files.resolve("none").toString());
    }

    /** The order of Java's own texts is another one. */
    @Test
    void charactersBeyondTheFirstPlaneComeLastAsAtAws() {
        put("\uD83D\uDE00.zip");
        put("\uFF5E.zip");

        assertThat(listed("", 10)).containsExactly("\uFF5E.zip", "\uD83D\uDE00.zip");
    }

    /** Else a loop of them would be a list without end. */
    @Test
    void aLinkIsNoObject() throws IOException {
        put(KEY);
        Path base = files.resolve("archive");
        Files.createSymbolicLink(base.resolve("crm/loop"), base);

        assertThat(listed("", 10)).containsExactly(KEY);
    }
}
