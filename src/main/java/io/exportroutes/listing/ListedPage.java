package io.exportroutes.listing;

import io.exportroutes.api.CallTrace;
import io.exportroutes.api.ManifestPage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reply of list-exports.
 *
 * @param total how many there are in all, or null where the API does not say
 * @param limit how many a page may have, or null where the API does not say
 */
public record ListedPage(
        ManifestPage entries,
        @Nullable Long total,
        @Nullable Long limit,
        CallTrace trace) {

    /** @param data of the reply, with its counts */
    public static ListedPage of(ManifestPage entries, Map<?, ?> data, CallTrace trace) {
        Long limit = count(data, "limit");
        return new ListedPage(entries, count(data, "total"), limit == null || limit == 0 ? null : limit, trace);
    }

    int size() {
        return entries.size();
    }

    /** Whether another page may follow, as far as this one tells; {@code seen} are the entries up to its end. */
    boolean mayBeFollowed(long seen, int asked) {
        if (size() >= (limit == null ? asked : Math.min(limit, asked))) {
            return true; // whatever total says: some APIs count the page
        }
        // Without a total only an empty page, or one with nothing new, is an end: limit may be what was asked for.
        return total == null || seen < total;
    }

    private static @Nullable Long count(Map<?, ?> data, String name) {
        return data.get(name) instanceof Number number && number.longValue() >= 0 ? number.longValue() : null;
    }
}
