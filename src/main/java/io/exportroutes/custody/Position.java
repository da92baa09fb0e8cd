package io.exportroutes.custody;

import java.time.Instant;

/**
 * Where and when an entry stands in its chain.
 *
 * @param chain the chain's name: the job's, or an installation's and the job's with a slash between them
 * @param seq its number, from 1 on, without a hole
 * @param prev the SHA-256 of the bytes of the entry before it
 * @param time when it was made; the order of a chain is that of its numbers, as clocks differ
 */
public record Position(String chain, long seq, String prev, Instant time) {
    /** The SHA-256 of nothing: what the first entry follows. */
    public static final String NOTHING = Digests.sha256(new byte[0]);

    public Position {
        if (seq < 1 || chain.isEmpty() || !prev.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("An entry has a chain, a number from 1 on and the hash of another");
        }
    }

    /** The beginning of a chain. */
    public static Position first(String chain, Instant time) {
        return new Position(chain, 1, NOTHING, time);
    }

    /** Directly after the chain's last entry. */
    public static Position after(Head last, Instant time) {
        return new Position(last.chain(), last.seq() + 1, last.sha256(), time);
    }
}
