package io.exportroutes.listing;

import io.exportroutes.api.CallTrace;
import io.exportroutes.api.ManifestPage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reply of list-exports.
 *
 * @param total the number of all entries, or null if the API does not report it
 * @param limit the largest number of entries of a page, or null if the API does not report it
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

    /** Whether another page may follow, judged by this page; {@code seen} counts the entries up to its end. */
    boolean mayBeFollowed(long seen, int asked) {
        if (size() >= (limit == null ? asked : Math.min(limit, asked))) {
            return true; // whatever total says: some APIs count the page
        }
        // Without a total only an empty page, or one without a new entry, is the end: limit may just repeat the
        // request.
        return total == null || seen < total;
    }

    private static @Nullable Long count(Map<?, ?> data, String name) {
        return data.get(name) instanceof Number number && number.longValue() >= 0 ? number.longValue() : null;
    }
}
