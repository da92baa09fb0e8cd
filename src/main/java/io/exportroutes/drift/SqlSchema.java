package io.exportroutes.drift;

import java.util.List;
import java.util.stream.Collectors;

/** SQL as lines that do not depend on how it was laid out. */
record SqlSchema(List<List<SqlLine>> statements) implements SchemaExport {
    /**
     * @param text what is compared
     * @param shown what is printed: without its literals, any of which may be a secret
     * @param creates the table or the column that it creates, or empty
     */
    record SqlLine(String text, String shown, String creates) {}

    List<SqlLine> lines() {
        return statements.stream().flatMap(List::stream).toList();
    }

    /** Whether it has the same statements, in whatever order. */
    boolean sameStatements(SqlSchema other) {
        return sorted().equals(other.sorted());
    }

    private List<String> sorted() {
        return statements.stream()
                .map(lines -> lines.stream().map(SqlLine::text).collect(Collectors.joining("\n")))
                .sorted()
                .toList();
    }
}
