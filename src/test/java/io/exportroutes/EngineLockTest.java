package io.exportroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.FinalFailure;
import io.exportroutes.testing.Background;
import io.exportroutes.testing.SmallDisk;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineLockTest {
    @TempDir
    private Path state;

    @Test
    void oneHasItAndOthersSeeWho() {
        try (EngineLock held = EngineLock.tryAcquire(state).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(EngineLock.tryAcquire(state)).isEmpty();
            assertThat(EngineLock.holder(state))
                    .hasValue(ProcessHandle.current().pid());
        }
        assertThat(EngineLock.holder(state)).isEmpty();
        assertThat(EngineLock.holder(state.resolve("none"))).isEmpty();
    }

    @Tag(SmallDisk.TAG)
    @Test
    void whatAFullDiskRefusedIsFreeOnceThereIsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(state, 256)) {
            disk.fill(0);
            assertThatThrownBy(() -> EngineLock.tryAcquire(state)).isInstanceOf(FinalFailure.class);
            disk.free();

            try (EngineLock lock = EngineLock.tryAcquire(state).orElseThrow()) {
                assertThat(lock).isNotNull();
            }
        }
    }

    @Test
    void whoeverLooksDoesNotKeepAnEngineFromBeginning() throws Exception {
        EngineLock.tryAcquire(state).orElseThrow().close();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> looking = Background.run(() -> {
            while (!over.get()) {
                EngineLock.holder(state);
            }
        });
        try {
            for (int start = 0; start < 500; start++) {
                Optional<EngineLock> lock = EngineLock.tryAcquire(state);
                assertThat(lock).as("start %d", start).isPresent();
                lock.get().close();
            }
        } finally {
            over.set(true);
            looking.get();
        }
    }
}
