package io.exportroutes.doctor;

import io.exportroutes.config.DestinationConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Destinations on this machine. */
final class FileDestinations {
    private FileDestinations() {}

    /** The directory of a destination of type file; null for another. */
    static @Nullable Path directory(DestinationConfig destination) {
        String directory = destination.properties().get("directory");
        return destination.sink().type().equals("file") && directory != null ? Path.of(directory) : null;
    }
}
