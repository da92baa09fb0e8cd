package io.exportroutes.drift;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads SQL of any dialect: enough to know literals, comments and parentheses. Comments are left out, as dumps write dates and
 * versions into them.
 */
final class SqlReader {
    private static final Pattern DOLLAR_TAG = Pattern.compile("\\$\\w*\\$");
    private static final String HIDDEN = "'…'";

    private final String sql;
    private final SqlLines lines = new SqlLines();
    private int at;

    private SqlReader(String sql) {
        this.sql = sql;
    }

    static SqlSchema read(String sql) {
        SqlReader reader = new SqlReader(sql);
        while (reader.at < sql.length()) {
            reader.next();
        }
        return new SqlSchema(reader.lines.finish());
    }

    private void next() {
        char start = sql.charAt(at);
        boolean isCommand = start == '\\' && lines.isEmpty(); // of psql, with a random word in it
        if (sql.startsWith("--", at) || isCommand) {
            skip(end("\n", at));
        } else if (sql.startsWith("/*", at)) {
            skip(end("*/", at + 2));
        } else if (Character.isWhitespace(start) || start == '\uFEFF') {
            skip(at + 1);
        } else {
            token(start);
        }
    }

    private void token(char start) {
        if (isWordPart(start)) {
            word();
            return;
        }
        switch (start) {
            case '\'' -> literal(quoteEnd(start, lines.endsWithEscapePrefix()));
            case '"', '`' -> name(start);
            case '$' -> dollar();
            default -> mark(start);
        }
    }

    private void mark(char mark) {
        lines.mark(mark);
        at++;
    }

    private void skip(int to) {
        lines.space();
        at = to;
    }

    private void literal(int to) {
        lines.add(sql.substring(at, to), HIDDEN);
        at = to;
    }

    /** MySQL writes texts like names. */
    private void name(char quote) {
        int to = quoteEnd(quote, false);
        if (lines.endsWithDefault()) {
            literal(to);
        } else {
            lines.add(sql.substring(at, to), sql.substring(at, to));
            at = to;
        }
    }

    private void dollar() {
        Matcher tag = DOLLAR_TAG.matcher(sql).region(at, sql.length());
        if (tag.lookingAt()) {
            literal(end(tag.group(), tag.end()));
        } else {
            mark('$');
        }
    }

    private void word() {
        int to = at;
        while (to < sql.length() && isWordPart(sql.charAt(to))) {
            to++;
        }
        lines.word(sql.substring(at, to));
        at = to;
    }

    private int quoteEnd(char quote, boolean escapes) {
        int end = at + 1;
        while (end < sql.length() && sql.charAt(end) != quote) {
            end += escapes && sql.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, sql.length());
    }

    /** Behind the next occurrence, or the end of all. */
    private int end(String mark, int from) {
        int found = sql.indexOf(mark, from);
        return found < 0 ? sql.length() : found + mark.length();
    }

    private static boolean isWordPart(char character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == '.';
    }
}
