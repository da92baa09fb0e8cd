package io.exportroutes.report;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sums of a job's tables, counted from their rows: the summary cannot say anything else than they do. */
final class Tally implements Rendering {
    private final Map<Table, Long> rows = new EnumMap<>(Table.class);
    private Table present = Table.JOBS;
    private long gaps;
    private long bytes;
    private Cell newest = Cell.NONE;

    long gaps() {
        return gaps;
    }

    /** As a row of {@link Table#JOBS}. */
    List<Cell> row(String job) {
        return List.of(
                Cell.of(job),
                Cell.of(gaps),
                Cell.of(count(Table.RUNS)),
                Cell.of(count(Table.COPIES)),
                new Cell.Size(bytes),
                newest,
                Cell.of(count(Table.READ_BACKS)),
                Cell.of(count(Table.DELETIONS)),
                Cell.of(count(Table.HOLDS)));
    }

    private long count(Table table) {
        return rows.getOrDefault(table, 0L);
    }

    @Override
    public void beginTable(Table table) {
        present = table;
    }

    /** A due time in a pause, or without a run, is a gap each. */
    @Override
    public void row(List<Cell> cells) {
        rows.merge(present, 1L, Long::sum);
        for (Cell cell : cells) {
            if (present == Table.GAPS && cell instanceof Cell.Count count) {
                gaps += count.number();
            } else if (present == Table.COPIES && cell instanceof Cell.Size size) {
                bytes += size.bytes();
            }
        }
        if (present == Table.COPIES && cells.get(0) instanceof Cell.Time time && isNewer(time.time())) {
            newest = time;
        }
    }

    private boolean isNewer(Instant time) {
        @Nullable Instant before = newest instanceof Cell.Time known ? known.time() : null;
        return before == null || time.isAfter(before);
    }

    @Override
    public void begin(String title, List<Field> about) {}

    @Override
    public void notKnown(List<String> sentences) {}

    @Override
    public void beginJob(String job, List<Field> facts) {}

    @Override
    public void endJob() {}

    @Override
    public void endTable() {}

    @Override
    public void end() {}
}
