package io.exportroutes.lab.sandbox;

import static io.exportroutes.lab.sandbox.Column.Type.BOOLEAN;
import static io.exportroutes.lab.sandbox.Column.Type.DECIMAL;
import static io.exportroutes.lab.sandbox.Column.Type.INTEGER;
import static io.exportroutes.lab.sandbox.Column.Type.TEXT;
import static io.exportroutes.lab.sandbox.Column.Type.TIMESTAMP;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database that every project of the sandbox has: the same values at each start. */
record DataSet(List<Table> tables) {
    private static final List<String> FIRST = List.of("Ada", "Bo", "Chloé", "Dmitri", "Emeka", "Fatima", "Giulia");
    private static final List<String> LAST = List.of("Lovelace", "O'Neil", "Müller", "Nakamura", "García");
    private static final List<String> STATUS = List.of("active", "active", "lead", "inactive");
    private static final List<String> COUNTRY = List.of("DE", "FR", "JP", "NG", "US");
    private static final List<String> STAGE = List.of("new", "qualified", "won", "lost");
    private static final Instant BEGIN = Instant.parse("2025-01-01T09:00:00Z");

    /** @param rows of each table, or 0 for a small data set with tables of different lengths */
    static DataSet of(int rows) {
        return new DataSet(List.of(
                companies(rows == 0 ? 10 : rows),
                contacts(rows == 0 ? 25 : rows),
                deals(rows == 0 ? 18 : rows),
                notes(rows == 0 ? 12 : rows)));
    }

    Optional<Table> table(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    private static Table companies(int rows) {
        return new Table(
                "companies",
                rows,
                List.of(
                        Column.id(),
                        Column.of("name", TEXT, row -> "Company " + (row + 1) + ", Inc."),
                        Column.of("domain", TEXT, row -> "company" + (row + 1) + ".example"),
                        Column.of("country", TEXT, row -> pick(COUNTRY, row)),
                        Column.optional("employees", INTEGER, row -> row % 4 == 3 ? null : 1 + mix(row, 1) % 5000)));
    }

    private static Table contacts(int rows) {
        return new Table(
                "contacts",
                rows,
                List.of(
                        Column.id(),
                        Column.reference("company_id", "companies", row -> 1 + row % (long) Math.min(10, rows)),
                        Column.of("first_name", TEXT, row -> pick(FIRST, row)),
                        Column.of("last_name", TEXT, row -> pick(LAST, row)),
                        Column.of("email", TEXT, row -> "contact" + (row + 1) + "@example.com"),
                        Column.of("status", TEXT, row -> pick(STATUS, row)),
                        Column.of("created_at", TIMESTAMP, DataSet::moment)));
    }

    private static Table deals(int rows) {
        return new Table(
                "deals",
                rows,
                List.of(
                        Column.id(),
                        Column.reference("company_id", "companies", row -> 1 + row % (long) Math.min(10, rows)),
                        Column.of("title", TEXT, row -> "Deal \"" + (row + 1) + "\""),
                        Column.of("amount", DECIMAL, row -> BigDecimal.valueOf(mix(row, 2) % 10_000_000, 2)),
                        Column.of("stage", TEXT, row -> pick(STAGE, row)),
                        Column.optional("closed_at", TIMESTAMP, row -> row % 4 < 2 ? null : moment(row))));
    }

    private static Table notes(int rows) {
        return new Table(
                "notes",
                rows,
                List.of(
                        Column.id(),
                        Column.reference("contact_id", "contacts", row -> row + 1L),
                        Column.of("body", TEXT, row -> "Called, left a message:\n\"" + digest(row) + "\""),
                        Column.of("pinned", BOOLEAN, row -> row % 3 == 0)));
    }

    private static @Nullable Object moment(int row) {
        return BEGIN.plusSeconds(row * 3671L).toString();
    }

    private static String pick(List<String> words, int row) {
        return words.get(row % words.size());
    }

    /** Text that does not compress well, so that a large artifact is large. */
    private static String digest(int row) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(mix(row, 3)) + hex.toHexDigits(mix(row, 4));
    }

    /** A positive number that looks random and is always the same (SplitMix64). */
    private static long mix(int row, int salt) {
        long z = (row + 1L) * 0x9E3779B97F4A7C15L + salt * 0xD1B54A32D192ED03L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) >>> 1;
    }
}
