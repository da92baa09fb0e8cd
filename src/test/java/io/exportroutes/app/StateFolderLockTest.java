package io.exportroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.testing.Background;
import io.exportroutes.testing.SmallDisk;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderLockTest {
    @TempDir
    private Path state;

    @Test
    void oneHasItAndOthersSeeWho() {
        try (StateFolderLock held = StateFolderLock.tryAcquire(state).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(StateFolderLock.tryAcquire(state)).isEmpty();
            assertThat(StateFolderLock.holder(state))
                    .hasValue(ProcessHandle.current().pid());
        }
        assertThat(StateFolderLock.holder(state)).isEmpty();
        assertThat(StateFolderLock.holder(state.resolve("none"))).isEmpty();
    }

    @Tag(SmallDisk.TAG)
    @Test
    void whatAFullDiskRefusedIsFreeOnceThereIsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(state, 256)) {
            disk.fill(0);
            assertThatThrownBy(() -> StateFolderLock.tryAcquire(state)).isInstanceOf(PermanentFailure.class);
            disk.free();

            try (StateFolderLock lock = StateFolderLock.tryAcquire(state).orElseThrow()) {
                assertThat(lock).isNotNull();
            }
        }
    }

    @Test
    void whoeverLooksDoesNotKeepAnEngineFromBeginning() throws Exception {
        StateFolderLock.tryAcquire(state).orElseThrow().close();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> looking = Background.run(() -> {
            while (!over.get()) {
                StateFolderLock.holder(state);
            }
        });
        try {
            for (int start = 0; start < 500; start++) {
                Optional<StateFolderLock> lock = StateFolderLock.tryAcquire(state);
                assertThat(lock).as("start %d", start).isPresent();
                lock.get().close();
            }
        } finally {
            over.set(true);
            looking.get();
        }
    }
}
