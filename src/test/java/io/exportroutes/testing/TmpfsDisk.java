package io.exportroutes.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A tmpfs, mounted for one test. */
final class TmpfsDisk extends SmallDisk {
    private static final byte[] FILLING = new byte[PAGE];

    private final Path folder;

    private TmpfsDisk(Path folder) {
        this.folder = folder;
    }

    static TmpfsDisk mounted(Path folder, int kilobytes) throws IOException, InterruptedException {
        String refused = tryMount(folder, kilobytes);
        Assumptions.assumeTrue(
                refused.isEmpty(),
                () -> "A small disk cannot be mounted (" + refused
                        + "). FullDiskWithoutMountTest runs this test without; to"
                        + " run it here too: run the build as root, or as `unshare -rm mvn …`");
        return new TmpfsDisk(folder);
    }

    /** Whether this user may mount one there. */
    static boolean isPermitted(Path folder) throws IOException, InterruptedException {
        if (!tryMount(folder, PAGE).isEmpty()) {
            return false;
        }
        new TmpfsDisk(folder).close();
        return true;
    }

    private static String tryMount(Path folder, int kilobytes) throws IOException, InterruptedException {
        return run("mount", "-t", "tmpfs", "-o", "size=" + kilobytes + "k,mode=0700", "tmpfs", folder.toString());
    }

    @Override
    public String type() {
        return "tmpfs";
    }

    @Override
    public void fill(int pagesLeft) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (Files.getFileStore(folder).getUnallocatedSpace() > (long) pagesLeft * PAGE) {
                out.write(FILLING);
            }
        }
    }

    @Override
    public void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        String refused = run("umount", "-l", folder.toString());
        if (!refused.isEmpty()) {
            throw new IOException(refused);
        }
    }

    /** What the command complains of, or an empty text where it did its work. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException noSuchProgram) {
            return String.valueOf(noSuchProgram.getMessage());
        }
        String said = new String(process.getInputStream().readAllBytes()).strip();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return command[0] + " does not end";
        }
        return process.exitValue() == 0 ? "" : said;
    }
}
