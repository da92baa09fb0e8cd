package io.exportroutes.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The program of bench/commits.sh: writes per second by several writers at once, in separate transactions and in shared ones. */
final class CommitFigures {
    private static final int[] WRITERS = {1, 4, 16, 64};

    private CommitFigures() {}

    /** @param args a folder for the database, and the seconds of each measurement */
    public static void main(String[] args) throws IOException, InterruptedException {
        SqliteFile file = SqliteFile.open(LedgerSource.sqlite(Path.of(args[0]).resolve("ledger.db")));
        Jdbi jdbi = Jdbi.create(file.pool());
        GroupCommit group = new GroupCommit(jdbi);
        int seconds = Integer.parseInt(args[1]);
        jdbi.useHandle(handle -> handle.execute("create table counts (id integer primary key, n integer not null)"));
        perSecond(4, seconds, group::write); // until the code is compiled
        System.out.println("| Writers | Separate, writes/s | Shared, writes/s | Gain |\n|---|---|---|---|");
        for (int writers : WRITERS) {
            long separate = perSecond(writers, seconds, work -> jdbi.inTransaction(work::apply));
            long shared = perSecond(writers, seconds, group::write);
            System.out.printf("| %d | %,d | %,d | %.1f |%n", writers, separate, shared, (double) shared / separate);
        }
        file.close();
    }

    private static long perSecond(int writers, int seconds, Consumer<Function<Handle, Integer>> way)
            throws InterruptedException {
        AtomicLong written = new AtomicLong();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < writers; number++) {
            int id = number;
            threads.add(new Thread(() -> {
                while (System.nanoTime() < end) {
                    way.accept(handle -> handle.execute(
                            "insert into counts values (?, 1) on conflict (id) do update set n = n + 1", id));
                    written.incrementAndGet();
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return written.get() / seconds;
    }
}
