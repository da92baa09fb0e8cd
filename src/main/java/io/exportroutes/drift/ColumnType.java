package io.exportroutes.drift;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column's type as databases name it. Types that mean the same are equal: {@code int4} and {@code INTEGER}.
 *
 * @param word in lower case, the common name of those with several
 * @param first the length or precision, or {@link #UNLIMITED}
 * @param second the scale, or 0
 */
record ColumnType(String word, int first, int second) {
    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final Pattern FORM = Pattern.compile("([^(]+)(?:\\( *(\\d{1,9}|max) *(?:, *(\\d{1,9}) *)?\\))?(.*)");

    private static final Map<String, String> SAME = Map.ofEntries(
            Map.entry("int2", "smallint"),
            Map.entry("int", "integer"),
            Map.entry("int4", "integer"),
            Map.entry("serial", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("bigserial", "bigint"),
            Map.entry("float4", "real"),
            Map.entry("float8", "double"),
            Map.entry("double precision", "double"),
            Map.entry("dec", "decimal"),
            Map.entry("numeric", "decimal"),
            Map.entry("bool", "boolean"),
            Map.entry("character", "char"),
            Map.entry("character varying", "varchar"),
            Map.entry("nvarchar", "varchar"),
            Map.entry("timestamp without time zone", "timestamp"),
            Map.entry("timestamp with time zone", "timestamptz"));

    private enum Family {
        BOOLEAN(Set.of("boolean")),
        INTEGER(Set.of("tinyint", "smallint", "mediumint", "integer", "bigint")),
        DECIMAL(Set.of("decimal")),
        FLOAT(Set.of("real", "float", "double")),
        TEXT(Set.of("char", "varchar", "string", "text", "tinytext", "mediumtext", "longtext", "clob")),
        DATE(Set.of("date")),
        TIME(Set.of("time")),
        TIMESTAMP(Set.of("timestamp", "timestamptz", "datetime")),
        UNKNOWN(Set.of());

        private final Set<String> words;

        Family(Set<String> words) {
            this.words = words;
        }

        static Family of(String word) {
            for (Family family : values()) {
                if (family.words.contains(word)) {
                    return family;
                }
            }
            return UNKNOWN;
        }
    }

    /** What each family becomes without losing a value; text that has no limit takes all. */
    private static final Map<Family, Set<Family>> FITS_INTO = Map.of(
            Family.BOOLEAN, Set.of(Family.INTEGER, Family.DECIMAL, Family.FLOAT),
            Family.INTEGER, Set.of(Family.DECIMAL, Family.FLOAT),
            Family.DATE, Set.of(Family.TIMESTAMP));

    /** How much the integers and floating numbers hold, by rank. */
    private static final Map<String, Integer> RANKS = Map.of(
            "tinyint", 1, "smallint", 2, "mediumint", 3, "integer", 4, "bigint", 5, "real", 1, "float", 2, "double", 2);

    static ColumnType parse(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Matcher form = FORM.matcher(plain);
        if (!form.matches()) {
            return new ColumnType(plain, UNLIMITED, 0);
        }
        String name = (form.group(1).strip() + form.group(4)).strip();
        String first = form.group(2);
        return new ColumnType(
                SAME.getOrDefault(name, name),
                first == null || first.equals("max") ? UNLIMITED : Integer.parseInt(first),
                form.group(3) == null ? 0 : Integer.parseInt(form.group(3)));
    }

    /** Whether a value of the other type may not fit into this one; false where one of them is not known. */
    boolean isNarrowerThan(ColumnType other) {
        Family to = Family.of(word);
        Family from = Family.of(other.word);
        if (to == Family.UNKNOWN || from == Family.UNKNOWN) {
            return other.word.equals(word) && first < other.first;
        }
        if (to != from) {
            boolean takesAll = to == Family.TEXT && first == UNLIMITED;
            return !takesAll && !FITS_INTO.getOrDefault(from, Set.of()).contains(to);
        }
        return switch (to) {
            case INTEGER, FLOAT -> rank() < other.rank();
            case DECIMAL -> first != UNLIMITED && (second < other.second || whole() < other.whole());
            case TEXT -> first < other.first;
            case BOOLEAN, DATE, TIME, TIMESTAMP, UNKNOWN -> false;
        };
    }

    private int rank() {
        return RANKS.getOrDefault(word, 0);
    }

    /** The digits before the point. */
    private int whole() {
        return first == UNLIMITED ? UNLIMITED : first - second;
    }
}
