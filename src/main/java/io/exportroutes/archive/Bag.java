package io.exportroutes.archive;

import io.exportroutes.delivery.Sidecar;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Folders;
import io.exportroutes.value.OwnerOnly;
import io.exportroutes.value.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A folder of artifacts with their checksums as RFC 8493 (BagIt 1.0) lays it out, which {@code sha256sum -c manifest-sha256.txt} verifies
 * and archives take in. It appears under its name only when it is whole.
 */
public final class Bag {
    private static final String DATA = "data/";

    private final Archives archives;
    private final Fetcher fetcher;
    /** By path below the bag. */
    private final SortedMap<String, String> payload = new TreeMap<>();

    private long bytes;

    public Bag(Archives archives, Fetcher fetcher) {
        this.archives = archives;
        this.fetcher = fetcher;
    }

    /**
     * Makes the bag.
     *
     * @param exports the copies of each artifact, the most promising first
     * @param description one line, for {@code bag-info.txt}
     * @return how many artifacts it has
     * @throws PermanentFailure {@code file_exists} if the folder is there; {@code no_good_copy} if an artifact has none: then there is no bag
     */
    public int make(List<List<ArchivedCopy>> exports, Path folder, String description, LocalDate today)
            throws IOException {
        if (Files.exists(folder)) {
            throw new PermanentFailure(
                    FailureCode.FILE_EXISTS, folder + " is there already; it was left as it is", "Name another folder");
        }
        Path part = folder.resolveSibling("." + folder.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            OwnerOnly.directory(part);
            for (List<ArchivedCopy> copies : exports) {
                add(part, copies);
            }
            tags(part, description, today);
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
            Folders.force(folder.toAbsolutePath().getParent());
        } finally {
            remove(part);
        }
        return exports.size();
    }

    private void add(Path bag, List<ArchivedCopy> copies) throws IOException {
        ArchivedCopy.Subject subject = copies.get(0).subject();
        Path folder =
                Files.createDirectories(bag.resolve(DATA).resolve(subject.run()).resolve(subject.exportId()));
        Fetched fetched =
                fetcher.fetch(copies, copy -> folder.resolve(copy.bytes().name()), false);
        note(bag, fetched.file(), fetched.copy().bytes().sha256());
        byte[] sidecar = SidecarReader.bytes(archives.of(fetched.copy().destination()), fetched.copy());
        Path beside =
                Files.write(folder.resolve(Sidecar.keyFor(fetched.copy().bytes().name())), sidecar);
        note(bag, beside, Sha256.hex(sidecar));
    }

    private void note(Path bag, Path file, String sha256) throws IOException {
        payload.put(path(bag, file), sha256);
        bytes += Files.size(file);
    }

    /** As a manifest has it: RFC 8493, 2.1.3. */
    private static String path(Path bag, Path file) {
        return bag.relativize(file)
                .toString()
                .replace('\\', '/')
                .replace("%", "%25")
                .replace("\r", "%0D")
                .replace("\n", "%0A");
    }

    private void tags(Path bag, String description, LocalDate today) throws IOException {
        SortedMap<String, String> tags = new TreeMap<>();
        tags.put("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
        tags.put("bag-info.txt", """
                External-Description: %s
                Bagging-Date: %s
                Payload-Oxum: %d.%d
                """.formatted(description, today, bytes, payload.size()));
        tags.put("manifest-sha256.txt", lines(payload));
        SortedMap<String, String> hashes = new TreeMap<>();
        tags.forEach((name, text) -> hashes.put(name, Sha256.hex(text.getBytes(StandardCharsets.UTF_8))));
        tags.put("tagmanifest-sha256.txt", lines(hashes));
        for (String name : tags.keySet()) {
            Files.writeString(bag.resolve(name), tags.get(name));
        }
    }

    private static String lines(SortedMap<String, String> hashes) {
        StringBuilder lines = new StringBuilder();
        hashes.forEach(
                (path, sha256) -> lines.append(sha256).append("  ").append(path).append('\n'));
        return lines.toString();
    }

    private static void remove(Path part) throws IOException {
        if (Files.exists(part)) {
            try (java.util.stream.Stream<Path> files = Files.walk(part)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
