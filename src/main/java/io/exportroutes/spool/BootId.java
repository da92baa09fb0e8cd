package io.exportroutes.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The name of this start of the machine. Bytes that a killed process had written are still there while the machine runs;
 * after a power failure a file may have its full length and yet contain zeros, so a partial file of an earlier start is not
 * continued.
 */
final class BootId {
    /** Linux gives one; elsewhere null, and partial files start over with each process. */
    static final @Nullable String ID = read(Path.of("/proc/sys/kernel/random/boot_id"));

    private BootId() {}

    private static @Nullable String read(Path path) {
        try {
            return Files.isReadable(path) ? Files.readString(path).strip() : null;
        } catch (IOException unreadable) {
            return null;
        }
    }
}
