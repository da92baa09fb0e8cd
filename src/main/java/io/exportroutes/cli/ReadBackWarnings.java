package io.exportroutes.cli;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.encryption.IdentityFile;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.readback.Level;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Warnings about read-backs that would do less than is written. */
final class ReadBackWarnings {
    private ReadBackWarnings() {}

    static Stream<String> of(ExportsConfig config) {
        return config.readBacks().entrySet().stream().flatMap(entry -> {
            String place = "destinations." + entry.getKey() + ".read-back.";
            DestinationConfig destination =
                    Objects.requireNonNull(config.destinations().get(entry.getKey()));
            boolean untold = entry.getValue().level() == Level.CHECKSUM && destination.tellsNoSha256();
            return Stream.concat(
                    untold
                            ? Stream.of(place + "level: this destination tells no SHA-256 of the whole object, so that"
                                    + " only exists is done. Write content.")
                            : Stream.empty(),
                    identity(entry.getValue().depth().identityFile()).stream()
                            .map(fault -> place + "identity-file: " + fault
                                    + ". Encrypted copies are not opened without it: correct the file, or its path."));
        });
    }

    private static Optional<String> identity(@Nullable Path file) {
        if (file == null) {
            return Optional.empty();
        }
        try {
            IdentityFile.read(file);
            return Optional.empty();
        } catch (PermanentFailure failure) {
            return Optional.of(String.valueOf(failure.getMessage()));
        }
    }
}
