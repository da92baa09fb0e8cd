package io.exportroutes.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder on a disk that forgets what was not forced: once the process that wrote it is dead, it is made what a power failure
 * may leave of it. {@code src/test/c/forgetful-disk.c} watches the process. What was there before counts as forced.
 */
public final class ForgetfulDisk {
    /** What a power failure may leave; that nothing is lost is the third case, as after any kill. */
    public enum Left {
        /** Only what was promised: the names of forced directories, the bytes of forced files. A rename may be undone. */
        FORCED,
        /** Every name as it was last, as a disk that writes its directories first has them; only the bytes of forced files. */
        NAMES
    }

    private final NativeShim shim;
    private final Path folder;
    private final Path store;

    private ForgetfulDisk(NativeShim shim, Path folder, Path store) {
        this.shim = shim;
        this.folder = folder;
        this.store = store;
    }

    /**
     * Where there is no C compiler the test is skipped.
     *
     * @param folder is there; nobody writes to it now
     * @param store is made; on the same disk, and not below the folder
     */
    public static ForgetfulDisk of(Path folder, Path store) throws IOException, InterruptedException {
        Files.createDirectories(store);
        NativeShim shim = NativeShim.compile("forgetful-disk", store);
        ForgetfulDisk disk = new ForgetfulDisk(shim, folder.toRealPath(), store.toRealPath());
        disk.settle();
        return disk;
    }

    /** Beside it, for what is not to be forgotten. */
    public Path store() {
        return store;
    }

    /** For the process that is to be watched. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(shim.environment());
        environment.put("FORGETFUL_FOLDER", folder.toString());
        environment.put("FORGETFUL_STORE", store.toString());
        return environment;
    }

    /**
     * Runs a class's main method in a process of its own that writes to this disk.
     *
     * @return its exit status
     */
    public int run(Class<?> program, String... arguments) throws IOException, InterruptedException {
        List<String> command = Java.command();
        command.add(program.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment());
        return builder.start().waitFor();
    }

    /** Makes there, in a folder that is not there yet, what would be left if the power failed now. The process is dead. */
    public void show(Left left, Path there) throws IOException {
        Files.createDirectories(there);
        switch (left) {
            case FORCED -> forced(inode(folder), there);
            case NAMES -> named(folder, there);
        }
    }

    /** The power fails: the folder has only what is left, and all of that is on the disk. The process is dead. */
    public void cutPower(Left left) throws IOException {
        Path remains = store.resolve("remains");
        show(left, remains);
        for (Path gone : list(folder)) {
            delete(gone);
        }
        for (Path one : list(remains)) {
            Files.move(one, folder.resolve(one.getFileName()));
        }
        Files.delete(remains);
        settle();
    }

    private void settle() throws IOException {
        for (String kind : List.of("content", "entries", "kept", "part")) {
            if (Files.exists(store.resolve(kind))) {
                delete(store.resolve(kind));
            }
            Files.createDirectory(store.resolve(kind));
        }
        settle(folder);
    }

    private void settle(Path directory) throws IOException {
        StringBuilder entries = new StringBuilder();
        for (Path one : list(directory)) {
            boolean isDirectory = Files.isDirectory(one);
            entries.append("%c %s %s%n".formatted(isDirectory ? 'd' : 'f', inode(one), one.getFileName()));
            if (isDirectory) {
                settle(one);
            } else {
                Files.copy(one, store.resolve("content").resolve(inode(one)));
                Files.createLink(store.resolve("kept").resolve(inode(one)), one);
            }
        }
        Files.writeString(store.resolve("entries").resolve(inode(directory)), entries);
    }

    private void forced(String inode, Path there) throws IOException {
        for (String line : entries(inode)) {
            String[] entry = line.split(" ", 3);
            Path one = there.resolve(entry[2]);
            if (entry[0].equals("d")) {
                Files.createDirectory(one);
                forced(entry[1], one);
            } else {
                content(entry[1], one);
            }
        }
    }

    private void named(Path directory, Path there) throws IOException {
        for (Path one : list(directory)) {
            Path copy = there.resolve(one.getFileName());
            if (Files.isDirectory(one)) {
                Files.createDirectory(copy);
                named(one, copy);
            } else {
                content(inode(one), copy);
            }
        }
    }

    private List<String> entries(String inode) throws IOException {
        try {
            return Files.readAllLines(store.resolve("entries").resolve(inode));
        } catch (NoSuchFileException neverForced) {
            return List.of();
        }
    }

    private void content(String inode, Path file) throws IOException {
        try {
            Files.copy(store.resolve("content").resolve(inode), file);
        } catch (NoSuchFileException neverForced) {
            Files.createFile(file);
        }
    }

    private static String inode(Path path) throws IOException {
        return String.valueOf(Files.getAttribute(path, "unix:ino"));
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
