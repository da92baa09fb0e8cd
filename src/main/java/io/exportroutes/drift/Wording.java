package io.exportroutes.drift;

import io.exportroutes.drift.Change.Values;
import io.exportroutes.value.Visible;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The words that text and markdown share. */
final class Wording {
    private static final int LONGEST = 120;

    private Wording() {}

    /** {@code 2 losses, 1 change, 3 additions}. */
    static String sums(Drift drift) {
        if (drift.isEmpty()) {
            return "no change";
        }
        StringJoiner sums = new StringJoiner(", ");
        Arrays.stream(Severity.values())
                .filter(severity -> drift.count(severity) > 0)
                .forEach(severity -> sums.add(count(drift.count(severity), severity)));
        return sums.toString();
    }

    /** @param quote makes each text from outside fit to print */
    static String details(Change change, UnaryOperator<String> quote) {
        StringJoiner details = new StringJoiner(" ");
        String name = change.subject().name();
        boolean hasMore = !change.values().isEmpty();
        if (name != null) {
            details.add(quote.apply(shortened(name)) + (hasMore ? ":" : ""));
        }
        if (hasMore) {
            details.add(values(change.values(), quote));
        }
        if (!change.note().isEmpty()) {
            boolean alone = details.length() == 0;
            details.add(alone ? quote.apply(change.note()) : "(" + quote.apply(shortened(change.note())) + ")");
        }
        return details.toString();
    }

    private static String values(Values values, UnaryOperator<String> quote) {
        if (SafeValue.HIDDEN.equals(values.before()) && SafeValue.HIDDEN.equals(values.after())) {
            return "changed";
        }
        return value(values.before(), quote) + " -> " + value(values.after(), quote);
    }

    private static String value(@Nullable String value, UnaryOperator<String> quote) {
        return value == null ? "none" : quote.apply(shortened(value));
    }

    private static String shortened(String text) {
        String visible = Visible.text(text);
        return visible.codePointCount(0, visible.length()) <= LONGEST
                ? visible
                : visible.substring(0, visible.offsetByCodePoints(0, LONGEST)) + "…";
    }

    private static String count(long number, Severity severity) {
        String plural = severity == Severity.LOSS ? "losses" : severity.word() + "s";
        return number + " " + (number == 1 ? severity.word() : plural);
    }
}
