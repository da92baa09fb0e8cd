package io.exportroutes.custody;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry of a chain, by number and hash: the last one as a rule. Whoever has a head from a place that the chain's writer cannot
 * change knows of each entry up to it that nothing was changed, removed or added.
 *
 * @param chain the chain's name
 * @param seq 1 or more
 * @param sha256 of the entry's bytes, 64 digits of lower-case hex
 */
public record Head(String chain, long seq, String sha256) {
    private static final Pattern TEXT = Pattern.compile("\\s*([1-9]\\d{0,11}):([0-9a-f]{64})\\s*");

    /** The head that these bytes of an entry are. */
    public static Head of(String chain, long seq, byte[] entry) {
        return new Head(chain, seq, Digests.sha256(entry));
    }

    /**
     * The head that {@link #toString} printed.
     *
     * @throws PermanentFailure {@code invalid_option} if it is none: both number and whole hash are needed, as a chain that was
     *     rewritten has the same numbers
     */
    public static Head parse(String chain, String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new PermanentFailure(
                    FailureCode.INVALID_OPTION,
                    "'" + text + "' is not the head of a chain",
                    "Write the number and the whole SHA-256, as a mail or a report has them: 42:8034…");
        }
        return new Head(chain, Long.parseLong(parts.group(1)), parts.group(2));
    }

    /** As mails, log lines and reports have it: {@code 42:8034…}. */
    @Override
    public String toString() {
        return seq + ":" + sha256;
    }
}
