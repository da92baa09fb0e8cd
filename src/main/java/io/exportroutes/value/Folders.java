package io.exportroutes.value;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Folders whose entries survive a power failure. That a file was forced to the disk says nothing of its name: that is its
 * folder's, and the folder's own name is that of the folder above.
 */
public final class Folders {
    private static final boolean FORCIBLE =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private Folders() {}

    /**
     * Makes the folder and those above it as needed, each for its owner alone; once this returns, their names are on the disk. One at a time, so that
     * nobody relies on a folder that another thread has made and not yet forced.
     *
     * @param folder null if a path has no parent: then there is nothing to make
     * @throws java.nio.file.FileAlreadyExistsException if one of them is a file
     */
    public static synchronized void make(@Nullable Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path whole = folder == null ? null : folder.toAbsolutePath();
        for (Path one = whole; one != null && !Files.isDirectory(one); one = one.getParent()) {
            missing.push(one);
        }
        for (Path one : missing) {
            Files.createDirectories(one, OwnerOnly.folder());
            force(one.getParent());
        }
    }

    /**
     * Brings the names in a folder to the disk, where the system knows how.
     *
     * @param folder null if a path has no parent: then there is nothing to force
     */
    public static void force(@Nullable Path folder) throws IOException {
        if (FORCIBLE && folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
