package io.exportroutes.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk of a few megabytes, for one test, for what happens when there is no room left: a real one where this user may mount
 * it, else one that {@code src/test/c/small-disk.c} plays. Each test that wants one has the tag {@link #TAG}, so that
 * {@link FullDiskWithoutMountTest} finds it.
 */
public abstract sealed class SmallDisk implements AutoCloseable permits QuotaDisk, TmpfsDisk {
    /** Of each test that needs a small disk. */
    public static final String TAG = "small-disk";

    static final int PAGE = 4096;

    /** Puts a small disk there; where that cannot be, the test is skipped and says so. */
    public static SmallDisk mount(Path folder, int kilobytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        return QuotaDisk.isPlayed() ? new QuotaDisk(folder, kilobytes) : TmpfsDisk.mounted(folder, kilobytes);
    }

    /** What the system calls a disk of this kind. */
    public abstract String type() throws IOException;

    /** Takes all the room but so many pages of 4 KiB. */
    public abstract void fill(int pagesLeft) throws IOException;

    /** Gives the room back. */
    public abstract void free() throws IOException;

    /** The disk and all that is on it is gone; its folder is there, and empty. */
    @Override
    public abstract void close() throws IOException, InterruptedException;
}
