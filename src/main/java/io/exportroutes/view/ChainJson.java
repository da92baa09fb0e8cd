package io.exportroutes.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chain of custody as {@code custody --output json} and the API have it; programs read this, so its keys stay as they are.
 *
 * @param head the number and the SHA-256 of its last entry, as {@code archive verify --head} takes it
 * @param at when its last entry was made
 * @param key the fingerprint of the key that signed that one
 */
public record ChainJson(
        String chain,
        String head,
        @Nullable String at,
        @Nullable String key,
        List<Place> destinations) {
    /**
     * @param seq up to which entry it has the chain
     * @param missing how many entries it is behind
     * @param error what stops it, or null
     */
    record Place(
            String destination,
            long seq,
            long missing,
            @Nullable String error) {}

    public static ChainJson of(ChainView chain) {
        return new ChainJson(
                chain.head().chain(),
                chain.head().toString(),
                Json.time(chain.at()),
                chain.fingerprint(),
                chain.places().stream()
                        .map(place -> new Place(
                                place.destination(),
                                place.seq(),
                                place.missing(),
                                place.failure().message()))
                        .toList());
    }
}
