package io.exportroutes.report;

import io.exportroutes.view.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * For programs: one object. Times are in UTC, sizes in bytes, and what there is none of is null. Each row is an object by the keys of its
 * columns, on a line of its own.
 */
public final class JsonRendering implements Rendering {
    private static final int VERSION = 1;

    private final PrintWriter out;
    private Table table = Table.JOBS;
    private boolean first = true;
    private boolean firstJob = true;

    public JsonRendering(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(String title, List<Field> about) {
        out.print("{\"version\":" + VERSION + ",\"report\":" + Json.text(byKey(about)));
    }

    @Override
    public void notKnown(List<String> sentences) {
        out.print(",\n\"notKnown\":" + Json.text(sentences) + ",\n\"details\":[");
    }

    @Override
    public void beginJob(String job, List<Field> facts) {
        out.print(firstJob ? "\n" : ",\n");
        firstJob = false;
        out.print("{\"job\":" + Json.text(job) + ",\"facts\":" + Json.text(byKey(facts)));
    }

    @Override
    public void beginTable(Table next) {
        table = next;
        first = true;
        out.print(",\n\"" + table.key() + "\":[");
    }

    @Override
    public void row(List<Cell> cells) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int index = 0; index < cells.size(); index++) {
            row.put(table.columns().get(index).key(), value(cells.get(index)));
        }
        out.print(first ? "\n" : ",\n");
        first = false;
        out.print(Json.text(row));
    }

    @Override
    public void endTable() {
        out.print("]");
    }

    @Override
    public void endJob() {
        out.print("}");
    }

    @Override
    public void end() {
        out.print("]}\n");
        out.flush();
    }

    private static Map<String, @Nullable Object> byKey(List<Field> fields) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        fields.forEach(field -> values.put(field.key(), value(field.value())));
        return values;
    }

    private static @Nullable Object value(Cell cell) {
        if (cell instanceof Cell.Text text) {
            return text.text();
        }
        if (cell instanceof Cell.Count count) {
            return count.number();
        }
        if (cell instanceof Cell.Size size) {
            return size.bytes();
        }
        return cell instanceof Cell.Time time ? time.time().toString() : null;
    }
}
