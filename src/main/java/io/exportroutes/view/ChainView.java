package io.exportroutes.view;

import io.exportroutes.custody.Entry;
import io.exportroutes.custody.Head;
import io.exportroutes.custody.SshSignature;
import io.exportroutes.custody.StoredEntry;
import io.exportroutes.ledger.ChainPlaces.ChainPlace;
import io.exportroutes.ledger.Chains;
import io.exportroutes.ledger.Ledger;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A chain of custody as the ledger has it: its end, and who has it.
 *
 * @param at when its last entry was made
 * @param fingerprint of the key that signed that one, or null
 * @param places each destination that is to have it
 */
public record ChainView(Head head, Instant at, @Nullable String fingerprint, List<ChainPlace> places) {
    /** That of the job; empty if it has none. */
    public static Optional<ChainView> of(Ledger ledger, String job) {
        Chains chains = ledger.deliveries().copies().chains();
        return chains.head(job).flatMap(head -> chains.entries(job, head.seq() - 1, 1).stream()
                .findFirst()
                .map(last -> of(last, head, chains.places().of(job))));
    }

    private static ChainView of(StoredEntry last, Head head, List<ChainPlace> places) {
        return new ChainView(
                head,
                Entry.read(last.entry()).position().time(),
                SshSignature.read(Objects.requireNonNull(last.signature()))
                        .map(signature -> signature.key().fingerprint())
                        .orElse(null),
                places);
    }

    /** How far the destination has it, in a few words. */
    public static String state(ChainPlace place) {
        String error = place.failure().message();
        if (error != null) {
            return "STOPPED: " + error;
        }
        return place.missing() == 0 ? "all of it" : "up to " + place.seq() + ", " + place.missing() + " behind";
    }
}
