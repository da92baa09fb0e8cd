package io.exportroutes.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.delivery.file.FileStore;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarWalkTest {
    private static final int SIDECARS = 200;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final List<String> told = new ArrayList<>();

    /** The first one is read to its end only after seven others. */
    private final CountDownLatch others = new CountDownLatch(7);

    @BeforeEach
    void sidecars() throws IOException {
        Files.createDirectory(directory.resolve("mirror"));
        for (int i = 0; i < SIDECARS; i++) {
            Files.writeString(directory.resolve("mirror").resolve(name(i) + Sidecar.SUFFIX), "{}");
        }
    }

    private static String name(int number) {
        return "%03d".formatted(number);
    }

    private final Archives archives = new Archives() {
        @Override
        public boolean canRead(String destination) {
            return true;
        }

        @Override
        public Archive of(String destination) {
            FileStore store = new FileStore();
            store.setDirectory(directory.resolve(destination).toString());
            return store;
        }
    };

    private class Telling implements SidecarWalk.Visitor<String> {
        @Override
        public @Nullable String read(SidecarWalk.Listed sidecar) throws IOException {
            String name = sidecar.key().substring(0, 3);
            if (name.equals(name(0))) {
                await();
            } else {
                others.countDown();
            }
            if (name.equals(name(5))) {
                throw failure("not ours");
            }
            return name.equals(name(6)) ? null : name;
        }

        private void await() throws IOException {
            try {
                assertThat(others.await(20, TimeUnit.SECONDS))
                        .as("several are read at a time")
                        .isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void found(String read) {
            told.add(read);
        }

        @Override
        public void failed(ExportFailure failure) {
            told.add(String.valueOf(failure.getMessage()));
        }

        @Override
        public void over(String destination) {
            told.add(destination + " is over");
        }

        @Override
        public void unseen(String destination, ExportFailure failure) {
            told.add(destination + " is not there");
        }
    }

    private static PermanentFailure failure(String message) {
        return new PermanentFailure(FailureCode.SIDECAR_INVALID, message, "Look");
    }

    @Test
    void allAreToldInTheirOrderHoweverLongOneTakes() {
        boolean all = new SidecarWalk<>(archives, new Telling()).visit(List.of("away", "mirror"));

        assertThat(all).isFalse();
        List<String> expected = new ArrayList<>(List.of("away is not there"));
        for (int i = 0; i < SIDECARS; i++) {
            expected.add(i == 5 ? "not ours" : name(i));
        }
        expected.remove(name(6));
        expected.add("mirror is over");
        assertThat(told).isEqualTo(expected);
    }

    /** As where the ledger cannot be written: that is no destination that cannot be looked at. */
    @Test
    void whoCannotTakeWhatWasReadEndsIt() {
        SidecarWalk<String> walk = new SidecarWalk<>(archives, new Telling() {
            @Override
            public void found(String read) {
                throw failure("the disk is full");
            }
        });

        assertThatThrownBy(() -> walk.visit(List.of("mirror", "away"))).hasMessage("the disk is full");

        assertThat(told).isEmpty();
    }

    /** What can be opened and not read, as a folder is. */
    @Test
    void aReadingThatBreaksOffIsTheFailureOfOneSidecar() throws IOException {
        Files.createDirectory(directory.resolve("mirror/broken"));
        SidecarWalk<String> walk = new SidecarWalk<>(archives, new Telling() {
            @Override
            public @Nullable String read(SidecarWalk.Listed sidecar) throws IOException {
                return sidecar.key().startsWith(name(7))
                        ? SidecarReader.read("mirror", archives.of("mirror"), "broken")
                                .toString()
                        : super.read(sidecar);
            }
        });

        assertThat(walk.visit(List.of("mirror"))).isTrue();

        assertThat(told).hasSize(SIDECARS);
        assertThat(told.get(6)).startsWith("Reading broken at mirror");
    }
}
