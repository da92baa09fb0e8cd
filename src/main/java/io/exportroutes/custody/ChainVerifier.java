package io.exportroutes.custody;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Verifies a chain as one destination has it. The verdicts stand apart, each finding names entry, file and remedy, and verify.py,
 * the stranger's program, comes to the same ones.
 *
 * <p><b>Who is trusted for what.</b> The list of signers is the root of all trust: from the bucket it says little, as whoever can
 * write there can replace chain and list together; from the operator, by another way, it says which keys are theirs. The first entry
 * names the chain's first key, whose fingerprint is what to compare. From there on:
 *
 * <ul>
 *   <li>One key counts at a time. An entry {@code key}, signed with it, hands over to the key that it names; the old one never
 *       counts again, whatever the list says, unless a later key hands back to it.
 *   <li>A key that no entry introduced counts only if the list has it, at the time that the entry says. It then takes over in the
 *       same way: so a chain goes on after its key was lost, and the report says that the list alone vouches for it.
 *   <li>Where the list has an introduced key, its times hold for it as well: a {@code valid-before} ends a stolen key.
 *   <li>The time is the entry's own word, and so the signer's: a thief can put an earlier one. Only numbers and hashes that were
 *       witnessed elsewhere bind him.
 * </ul>
 *
 * <p>Whoever holds the host of the service can sign what he likes from then on. He cannot alter what was witnessed before: with a
 * {@link Head} from elsewhere, or a destination that he cannot write to, each change, cut and new version of the past is found. Without
 * one, a cut end and a past that was rewritten with the same key are not.
 */
public final class ChainVerifier {
    private final AllowedSigners signers;
    private final List<Head> witnessed;

    /** @param witnessed heads of this chain from elsewhere, in any order */
    public ChainVerifier(AllowedSigners signers, List<Head> witnessed) {
        this.signers = signers;
        this.witnessed = List.copyOf(witnessed);
    }

    /**
     * Reads the whole chain once.
     *
     * @param job whose chain it is
     * @param authentic is given each entry that is authentic and has this chain's name and its own number, in the order of the
     *     numbers: {@link Entry#artifact} says which bytes should be there. It may stand after a broken link; the report tells
     */
    public ChainReport verify(String job, ChainSource source, Consumer<Entry> authentic) {
        ChainWalk walk = new ChainWalk(job, signers, authentic);
        try (Stream<StoredEntry> entries = source.entries()) {
            entries.forEachOrdered(walk::next);
        }
        return walk.end(witnessed);
    }
}
