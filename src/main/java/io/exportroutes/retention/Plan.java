package io.exportroutes.retention;

import io.exportroutes.retention.Facts.ForeignObject;
import io.exportroutes.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What would happen to each copy, and why.
 *
 * @param copies the newest first
 * @param foreign objects that are none of the job's, as they were given
 * @param doubts what blocks all expiry, whether or not anything would expire
 */
public record Plan(List<Judged> copies, List<ForeignObject> foreign, List<Doubt> doubts) {
    private static final int HASH_BYTES = 8;

    public Plan {
        copies = List.copyOf(copies);
        foreign = List.copyOf(foreign);
        doubts = List.copyOf(doubts);
    }

    public enum Verdict {
        KEEP,
        EXPIRE,
        /** It would expire, but for the doubts. */
        BLOCKED
    }

    /** @param reasons all of them, in words; what the copy is comes first, if it is not good */
    public record Judged(Copy copy, Verdict verdict, List<String> reasons) {
        public Judged {
            reasons = List.copyOf(reasons);
        }
    }

    public record Total(int copies, long bytes) {}

    /** The copies with this verdict, the newest first. */
    public List<Copy> those(Verdict verdict) {
        return judged(verdict).map(Judged::copy).toList();
    }

    /** How many copies have this verdict, and their size. */
    public Total total(Verdict verdict) {
        return new Total(
                (int) judged(verdict).count(),
                judged(verdict).mapToLong(judged -> judged.copy().size()).sum());
    }

    /** Whether something would expire, but for a doubt. */
    public boolean isBlocked() {
        return judged(Verdict.BLOCKED).findAny().isPresent();
    }

    /** Whether it is blocked by nothing but the number of runs, so that a person may agree. */
    public boolean needsPerson() {
        return isBlocked() && doubts.stream().allMatch(Doubt::needsPerson);
    }

    /**
     * A short name of what would expire: the same for the same keys, whatever their order, and whether or not it is blocked.
     * Who has seen the plan names it.
     */
    public String hash() {
        MessageDigest digest = Sha256.digest();
        Stream.concat(judged(Verdict.EXPIRE), judged(Verdict.BLOCKED))
                .map(judged -> judged.copy().key())
                .sorted()
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .forEach(key -> {
                    digest.update((key.length + ":").getBytes(StandardCharsets.US_ASCII));
                    digest.update(key);
                });
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), HASH_BYTES));
    }

    private Stream<Judged> judged(Verdict verdict) {
        return copies.stream().filter(judged -> judged.verdict() == verdict);
    }
}
