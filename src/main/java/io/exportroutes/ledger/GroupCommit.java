package io.exportroutes.ledger;

import io.exportroutes.failure.ExportFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Group commit for a database with one writer at a time: waiting writers share one transaction, and thus one sync to the disk,
 * which is the cost of a small write. Each has its own result: a refused write undoes only itself, and no writer continues
 * before the commit. If the transaction as a whole fails, each writes alone.
 */
final class GroupCommit {
    private static final int MOST = 64;
    private static final String SAVEPOINT = "writer";

    private final Jdbi jdbi;
    /** In order: waiting here is shorter than the database's own polling. */
    private final ReentrantLock writer = new ReentrantLock(true);

    private final Queue<Write<?>> waiting = new ConcurrentLinkedQueue<>();

    GroupCommit(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** All of the work is written, durably, or none of it; it may be called twice, the first call being rolled back. */
    <T> T write(Function<Handle, T> work) {
        Write<T> write = new Write<>(work);
        waiting.add(write);
        writer.lock();
        try {
            if (!write.over) {
                commit(next(write));
            }
        } finally {
            writer.unlock();
        }
        return write.result();
    }

    /** How many writers are waiting. */
    int waiting() {
        return waiting.size();
    }

    /** The writer's own work and that of waiting writers; only the holder of the lock takes from the queue. */
    private List<Write<?>> next(Write<?> own) {
        List<Write<?>> group = new ArrayList<>();
        waiting.remove(own);
        group.add(own);
        for (Write<?> other = waiting.poll(); other != null; other = group.size() < MOST ? waiting.poll() : null) {
            group.add(other);
        }
        return group;
    }

    private void commit(List<Write<?>> group) {
        if (group.size() == 1 || !together(group)) {
            group.forEach(this::alone);
        }
    }

    /** False if nothing of it was written. */
    private boolean together(List<Write<?>> group) {
        try {
            jdbi.useTransaction(handle -> group.forEach(write -> write.within(handle)));
        } catch (RuntimeException undone) {
            return false; // each then writes alone and sees its own failure
        }
        group.forEach(write -> write.over = true);
        return true;
    }

    private <T> void alone(Write<T> write) {
        try {
            write.done(jdbi.inTransaction(write.work::apply));
        } catch (RuntimeException | Error refused) {
            write.refused(refused);
        }
        write.over = true;
    }

    /** The fields are written and read by the holder of the lock, and read by the owner afterwards. */
    private static final class Write<T> {
        private final Function<Handle, T> work;
        private @Nullable T result;
        private @Nullable Throwable refusal;
        private boolean over;

        Write(Function<Handle, T> work) {
            this.work = work;
        }

        /** A refusal concerns one writer; any other failure ends the shared transaction. */
        void within(Handle handle) {
            handle.savepoint(SAVEPOINT);
            try {
                done(work.apply(handle));
                handle.releaseSavepoint(SAVEPOINT);
            } catch (ExportFailure e) {
                handle.rollbackToSavepoint(SAVEPOINT);
                refused(e);
            }
        }

        void done(T value) {
            result = value;
            refusal = null;
        }

        void refused(Throwable why) {
            result = null;
            refusal = why;
        }

        // Work that gives null is typed so.
        @SuppressWarnings("NullAway")
        T result() {
            if (refusal instanceof RuntimeException failure) {
                throw failure;
            }
            if (refusal instanceof Error error) {
                throw error;
            }
            return result;
        }
    }
}
