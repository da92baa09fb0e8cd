package io.exportroutes.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.testing.ForgetfulDisk.Left;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests' own disk forgets what was not forced, and nothing else. */
class ForgetfulDiskTest {
    @TempDir
    private Path directory;

    @Test
    void onlyWhatWasForcedIsLeft() throws Exception {
        ForgetfulDisk disk = written();

        disk.cutPower(Left.FORCED);

        assertThat(files())
                .isEqualTo(Map.of(
                        "before", "there before",
                        "forced", "forced",
                        "grown", "begin",
                        "old", "renamed",
                        "named only", "",
                        "folder/inside", "inside"));
    }

    @Test
    void namesMayOutliveTheBytes() throws Exception {
        ForgetfulDisk disk = written();

        disk.cutPower(Left.NAMES);

        assertThat(files())
                .isEqualTo(Map.of(
                        "before", "there before",
                        "forced", "forced",
                        "grown", "begin",
                        "new", "renamed",
                        "named only", "",
                        "late", "",
                        "lost folder/inside", "inside",
                        "folder/inside", "inside"));
    }

    @Test
    void whatWasLeftIsOnTheDiskFromThen() throws Exception {
        ForgetfulDisk disk = written();
        disk.cutPower(Left.NAMES);
        Map<String, String> left = files();

        disk.cutPower(Left.FORCED);

        assertThat(files()).isEqualTo(left);
    }

    private ForgetfulDisk written() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("disk"));
        Files.writeString(folder.resolve("before"), "there before");
        ForgetfulDisk disk = ForgetfulDisk.of(folder, directory.resolve("store"));
        assertThat(disk.run(Writer.class, folder.toString())).isZero();
        return disk;
    }

    private Map<String, String> files() throws IOException {
        Path folder = directory.resolve("disk");
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    /** A process that forces some of what it writes. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            write(folder.resolve("forced"), "forced", true);
            write(folder.resolve("old"), "renamed", true);
            write(folder.resolve("named only"), "never forced", false);
            write(folder.resolve("grown"), "begin", true);
            Files.createDirectory(folder.resolve("folder"));
            write(folder.resolve("folder/inside"), "inside", true);
            force(folder.resolve("folder"));
            force(folder);
            Files.move(folder.resolve("old"), folder.resolve("new"));
            Files.createDirectory(folder.resolve("lost folder"));
            write(folder.resolve("lost folder/inside"), "inside", true);
            write(folder.resolve("late"), "late", false);
            Files.writeString(folder.resolve("grown"), " and more", StandardOpenOption.APPEND);
        }

        private static void write(Path file, String text, boolean durable) throws IOException {
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(text.getBytes()));
                if (durable) {
                    channel.force(true);
                }
            }
        }

        private static void force(Path folder) throws IOException {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
