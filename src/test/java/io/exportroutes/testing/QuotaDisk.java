package io.exportroutes.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A folder that this process can fill up to a limit, as {@code src/test/c/small-disk.c} was loaded before it; one at a time. */
final class QuotaDisk extends SmallDisk {
    /** Names the file with the limit and the folder: its size is a page. */
    private static final String CONTROL = "SMALL_DISK";

    private final Path folder;
    private final long size;

    QuotaDisk(Path folder, int kilobytes) throws IOException {
        this.folder = folder.toRealPath();
        this.size = kilobytes * 1024L;
        control(size, this.folder.toString());
    }

    /** Whether the library was loaded before this process. */
    static boolean isPlayed() {
        return System.getenv(CONTROL) != null;
    }

    /** For a process in which {@link #isPlayed} is to be true. */
    static Map<String, String> environment(NativeShim shim, Path directory) throws IOException {
        Path control = Files.write(directory.resolve("small-disk"), new byte[PAGE]);
        Map<String, String> environment = new HashMap<>(shim.environment());
        environment.put(CONTROL, control.toString());
        return environment;
    }

    @Override
    public String type() throws IOException {
        return Files.getFileStore(folder).type();
    }

    @Override
    public void fill(int pagesLeft) throws IOException {
        control(used() + (long) pagesLeft * PAGE, folder.toString());
    }

    @Override
    public void free() throws IOException {
        control(size, folder.toString());
    }

    @Override
    public void close() throws IOException {
        control(0, "");
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder())
                    .filter(path -> !path.equals(folder))
                    .forEach(QuotaDisk::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long used() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .mapToLong(file -> (file.toFile().length() + PAGE - 1) / PAGE * PAGE)
                    .sum();
        }
    }

    private static void control(long limit, String folder) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.nativeOrder());
        page.putLong(limit).put(folder.getBytes(StandardCharsets.UTF_8)).rewind();
        Path control = Path.of(Objects.requireNonNull(System.getenv(CONTROL)));
        try (FileChannel channel = FileChannel.open(control, StandardOpenOption.WRITE)) {
            channel.write(page, 0);
        }
    }
}
