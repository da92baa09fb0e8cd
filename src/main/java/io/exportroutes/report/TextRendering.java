package io.exportroutes.report;

import io.exportroutes.value.Visible;
import java.io.PrintWriter;
import java.util.List;

/** For a terminal or a file: a line for each row, and what may be long on lines of its own below it. */
public final class TextRendering implements Rendering {
    private static final int LABEL = 12;

    private final PrintWriter out;
    private Table table = Table.JOBS;
    private boolean empty;

    public TextRendering(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(String title, List<Field> about) {
        line(title);
        fields(about);
    }

    @Override
    public void notKnown(List<String> sentences) {
        line("");
        line("What this report does not know");
        sentences.forEach(sentence -> line("  - " + Visible.text(sentence)));
    }

    @Override
    public void beginJob(String job, List<Field> facts) {
        line("");
        line("");
        line("Job " + Visible.text(job));
        fields(facts);
    }

    @Override
    public void beginTable(Table next) {
        table = next;
        empty = true;
        line("");
        line(table.title());
    }

    @Override
    public void row(List<Cell> cells) {
        if (empty) {
            StringBuilder headings = new StringBuilder();
            table.columns().stream()
                    .filter(Column::isBrief)
                    .forEach(column -> headings.append(padded(column.heading(), column.width())));
            line("  " + headings);
        }
        empty = false;
        StringBuilder brief = new StringBuilder();
        StringBuilder whole = new StringBuilder();
        for (int index = 0; index < cells.size(); index++) {
            Column column = table.columns().get(index);
            Cell cell = cells.get(index);
            if (column.isBrief()) {
                brief.append(padded(Words.of(cell), column.width()));
            } else if (cell != Cell.NONE) {
                whole.append("      ")
                        .append(padded(column.heading(), LABEL))
                        .append(Words.of(cell))
                        .append('\n');
            }
        }
        line("  " + brief);
        out.print(whole);
    }

    @Override
    public void endTable() {
        if (empty) {
            line("  " + table.empty());
        }
    }

    @Override
    public void endJob() {}

    @Override
    public void end() {
        out.flush();
    }

    private void fields(List<Field> fields) {
        int width =
                fields.stream().mapToInt(field -> field.label().length()).max().orElse(0);
        fields.forEach(field -> line("  " + padded(field.label(), width) + Words.of(field.value())));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length())) + "  ";
    }

    /** Not by println, which would flush each of a hundred thousand lines. */
    private void line(String text) {
        out.print(text.stripTrailing());
        out.print('\n');
    }
}
