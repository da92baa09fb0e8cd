package io.exportroutes;

import io.exportroutes.failure.FinalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** The name under which this state folder takes runs from the queue: kept in it, so that a restart knows its own. */
final class NodeName {
    private NodeName() {}

    private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    static String of(Path stateDirectory) {
        Path file = stateDirectory.resolve("node");
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            Files.createDirectories(stateDirectory, mode("rwx------"));
            String name = "node-" + UUID.randomUUID().toString().substring(0, 8);
            Files.createFile(file, mode("rw-------"));
            Files.writeString(file, name + "\n");
            return name;
        } catch (IOException e) {
            throw new FinalFailure(
                    "state_unusable",
                    "The state folder " + stateDirectory + " cannot be used: " + e,
                    "Give the program's user write access to it, or name another with --state.",
                    e);
        }
    }
}
