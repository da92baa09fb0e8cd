package io.exportroutes.drift;

import io.exportroutes.drift.SqlSchema.SqlLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lays SQL out anew: a statement on each line, and each column of a new table on its own, without the commas between them. */
final class SqlLines {
    private static final Pattern CREATE_TABLE = Pattern.compile("create (?:\\w+ ){0,2}table (?:if not exists )?(\\S+)");
    private static final Pattern ADD_COLUMN = Pattern.compile(
            "alter table (?:if exists )?(?:only )?(\\S+) add (?:column )?(?:if not exists )?(\\S+).*", Pattern.DOTALL);
    /** The number that a dump takes from the data. */
    private static final Pattern COUNTER = Pattern.compile(" auto_increment ?= ?\\d+", Pattern.CASE_INSENSITIVE);
    /** What a line of a new table begins with if it is no column. */
    private static final Set<String> NO_COLUMNS = Set.of(
            "constraint",
            "primary",
            "foreign",
            "unique",
            "key",
            "index",
            "check",
            "exclude",
            "like",
            "fulltext",
            "spatial");

    private final List<List<SqlLine>> statements = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder shown = new StringBuilder();
    private List<SqlLine> statement = new ArrayList<>();
    private String table = "";
    private int depth;
    private boolean space;

    List<List<SqlLine>> finish() {
        endStatement();
        return statements;
    }

    /** White space, or a comment. */
    void space() {
        space = true;
    }

    /** Unquoted words mean the same in capitals. */
    void word(String word) {
        add(word.toLowerCase(Locale.ROOT), word);
    }

    void add(String part, String shownPart) {
        if (space && !text.isEmpty() && text.charAt(text.length() - 1) != '(') {
            text.append(' ');
            shown.append(' ');
        }
        space = false;
        text.append(part);
        shown.append(shownPart);
    }

    void mark(char mark) {
        switch (mark) {
            case ';' -> endStatement();
            case '(' -> open();
            case ')' -> close();
            case ',' -> comma();
            default -> add(String.valueOf(mark), String.valueOf(mark));
        }
    }

    boolean isEmpty() {
        return text.isEmpty() && statement.isEmpty();
    }

    /** Whether a literal that follows has backslashes of C. */
    boolean endsWithEscapePrefix() {
        return !space && endsWithWord("e");
    }

    boolean endsWithDefault() {
        return endsWithWord("default");
    }

    private boolean endsWithWord(String word) {
        int start = text.length() - word.length();
        return start >= 0
                && word.contentEquals(text.subSequence(start, text.length()))
                && (start == 0 || !Character.isLetterOrDigit(text.charAt(start - 1)));
    }

    private void open() {
        space = false;
        Matcher create = CREATE_TABLE.matcher(text);
        boolean creates = depth == 0 && create.matches();
        if (creates) {
            table = create.group(1);
        }
        add("(", "(");
        depth++;
        if (creates) {
            endLine("table " + table);
        }
    }

    private void close() {
        space = false;
        depth = Math.max(0, depth - 1);
        if (depth == 0 && !table.isEmpty()) {
            endColumn();
        }
        add(")", ")");
    }

    private void comma() {
        if (depth == 1 && !table.isEmpty()) {
            endColumn();
        } else {
            space = false;
            add(",", ",");
            space = true;
        }
    }

    private void endColumn() {
        String first = text.toString().split(" ", 2)[0];
        endLine(NO_COLUMNS.contains(first) || first.isEmpty() ? "" : "column " + table + "." + first);
    }

    private void endStatement() {
        Matcher add = ADD_COLUMN.matcher(text);
        boolean column = add.matches() && !NO_COLUMNS.contains(add.group(2));
        endLine(column ? "column " + add.group(1) + "." + add.group(2) : "");
        if (!statement.isEmpty()) {
            statements.add(statement);
        }
        statement = new ArrayList<>();
        table = "";
        depth = 0;
    }

    private void endLine(String creates) {
        if (!text.isEmpty()) {
            String indent = creates.startsWith("column") && !table.isEmpty() ? "  " : "";
            statement.add(new SqlLine(plain(text), indent + plain(shown), creates));
        }
        text.setLength(0);
        shown.setLength(0);
        space = false;
    }

    private static String plain(StringBuilder line) {
        return COUNTER.matcher(line).replaceAll("");
    }
}
