package io.exportroutes.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.archive.CopyCheck.Seen;
import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.ArchiveRequest;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.delivery.file.FileStore;
import io.exportroutes.spool.Hashes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a destination says of the bytes itself is a level of its own, and no reason to call a copy bad. */
@SuppressWarnings("NullAway.Init")
class CopyCheckTest {
    private static final String KEY = "a.zip";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "artifact, artifact, ok checksum, 0, -",
                "artifact, -, ok exists, 0, tells no SHA-256 of the whole object",
                "artifact, artifacT, ok content, 8, its destination tells the SHA-256",
                "artifacT, artifacT, different content, 16, its SHA-256 is",
                "artifacT, artifact, ok checksum, 0, -",
                "artifac, artifact, truncated exists, 0, it has 7 bytes for 8",
                "-, artifact, missing exists, 0, nothing is under its key"
            })
    void aSha256ThatIsToldIsBelievedOnlyWhereItIsTheRightOne(
            @Nullable String stored, @Nullable String told, String found, long read, @Nullable String why)
            throws IOException {
        if (stored != null) {
            Files.writeString(directory.resolve(KEY), stored);
            Files.writeString(directory.resolve(Sidecar.keyFor(KEY)), "{}");
        }

        Seen seen = new CopyCheck(archive(told == null ? null : sha256(told)), copy()).checksum(bytes -> {});

        assertThat(seen.result().word() + " " + seen.level().word()).isEqualTo(found);
        assertThat(seen.bytes()).isEqualTo(read);
        assertThat(String.valueOf(seen.why())).contains(String.valueOf(why));
    }

    private static ArchivedCopy copy() {
        return new ArchivedCopy(
                "mirror",
                KEY,
                new ArchivedCopy.Subject("nightly", "crm", "run-1", "exp_1", Instant.EPOCH),
                new ArchivedCopy.Bytes(KEY, 8, sha256("artifact")));
    }

    private static String sha256(String text) {
        return Hashes.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private Archive archive(@Nullable String sha256) {
        FileStore store = new FileStore();
        store.setDirectory(directory.toString());
        return new Telling(store, sha256);
    }

    /** A folder that keeps what it was told of its files. */
    private record Telling(Archive files, @Nullable String sha256) implements Archive {
        @Override
        public List<StoredObject> list(ArchiveRequest request) {
            return files.list(request);
        }

        @Override
        public Optional<StoredObject> head(String key) {
            return files.head(key)
                    .map(there -> new StoredObject(
                            there.key(),
                            there.size(),
                            there.modified(),
                            new StoredObject.Details(null, null, null, null, sha256)));
        }

        @Override
        public InputStream read(String key) throws IOException {
            return files.read(key);
        }

        @Override
        public void delete(String key) throws IOException {
            files.delete(key);
        }
    }
}
