package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.testing.Background;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {
    private static final PermanentFailure REFUSED = new PermanentFailure(new ForeignCode("no"), "no", "no");

    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicBoolean full = new AtomicBoolean();
    private SqliteFile file;
    private Jdbi jdbi;
    private GroupCommit group;

    @BeforeEach
    void open(@TempDir Path folder) {
        file = SqliteFile.open(LedgerSource.sqlite(folder.resolve("ledger.db")));
        jdbi = Jdbi.create(file.pool()).setTransactionHandler(new Counting());
        jdbi.useHandle(handle -> {
            handle.execute("create table counts (id integer primary key, n integer not null check (n < 9))");
            handle.execute("insert into counts values (0, 0), (1, 0), (2, 0), (3, 0), (4, 0)");
        });
        group = new GroupCommit(jdbi);
    }

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void whoWaitsTogetherSharesOneCommitAndHasAResultOfItsOwn() {
        List<CompletableFuture<Integer>> writes = together(List.of(adding(1, 1), adding(2, 2), adding(3, 3)));
        assertThat(writes.stream().map(CompletableFuture::join)).containsExactly(1, 2, 3);
        assertThat(counts()).containsExactly(1, 1, 2, 3, 0);
        assertThat(commits).hasValue(2);
    }

    @Test
    void aRefusalUndoesItsOwnWritesAlone() {
        Function<Handle, Integer> refusing = handle -> {
            assertThat(adding(2, 5).apply(handle)).isEqualTo(5);
            throw REFUSED;
        };
        List<CompletableFuture<Integer>> writes = together(List.of(adding(1, 1), refusing, adding(3, 3)));
        assertThat(writes.get(0).join()).isEqualTo(1);
        assertThatThrownBy(() -> writes.get(1).join())
                .isInstanceOf(CompletionException.class)
                .hasCause(REFUSED);
        assertThat(writes.get(2).join()).isEqualTo(3);
        assertThat(counts()).containsExactly(1, 1, 0, 3, 0);
        assertThat(commits).hasValue(2);
    }

    @Test
    void whatTheDatabaseRefusesToOneIsWrittenOnceForTheOthers() {
        List<CompletableFuture<Integer>> writes = together(List.of(adding(1, 1), adding(2, 99), adding(3, 3)));
        assertThat(writes.get(0).join()).isEqualTo(1);
        assertThatThrownBy(() -> writes.get(1).join()).hasMessageContaining("CHECK");
        assertThat(writes.get(2).join()).isEqualTo(3);
        assertThat(counts()).containsExactly(1, 1, 0, 3, 0);
    }

    @Test
    void aCommitThatFailsIsNobodysSuccess() {
        List<CompletableFuture<Integer>> writes = together(List.of(adding(1, 1), filling(), adding(2, 2)));
        for (CompletableFuture<Integer> write : writes) {
            assertThatThrownBy(write::join).hasMessageContaining("full");
        }
        full.set(false);
        assertThat(counts()).containsExactly(1, 0, 0, 0, 0);
        assertThat(group.write(adding(4, 4))).isEqualTo(4);
    }

    /** Lets them all wait for a first one, so that they find themselves in one group, in this order. */
    private List<CompletableFuture<Integer>> together(List<Function<Handle, Integer>> works) {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Integer> first = Background.call(() -> group.write(handle -> {
            begun.countDown();
            await(go);
            return adding(0, 1).apply(handle);
        }));
        await(begun);
        List<CompletableFuture<Integer>> writes = new ArrayList<>();
        for (Function<Handle, Integer> work : works) {
            CompletableFuture<Integer> write = new CompletableFuture<>();
            new Thread(() -> complete(write, work)).start();
            writes.add(write);
            int queued = writes.size();
            Awaitility.await().until(() -> group.waiting() == queued);
        }
        go.countDown();
        first.join();

        return writes;
    }

    private void complete(CompletableFuture<Integer> write, Function<Handle, Integer> work) {
        try {
            write.complete(group.write(work));
        } catch (RuntimeException e) {
            write.completeExceptionally(e);
        }
    }

    /** From here on no commit succeeds. */
    private Function<Handle, Integer> filling() {
        return handle -> {
            full.set(true);
            return 0;
        };
    }

    private static Function<Handle, Integer> adding(int id, int more) {
        return handle -> {
            handle.execute("update counts set n = n + ? where id = ?", more, id);
            return handle.createQuery("select n from counts where id = ?")
                    .bind(0, id)
                    .mapTo(Integer.class)
                    .one();
        };
    }

    private List<Integer> counts() {
        return jdbi.withHandle(handle -> handle.createQuery("select n from counts order by id")
                .mapTo(Integer.class)
                .list());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Counting extends LocalTransactionHandler {
        @Override
        public void commit(Handle handle) {
            if (full.get()) {
                throw new IllegalStateException("full");
            }
            commits.incrementAndGet();
            super.commit(handle);
        }
    }
}
