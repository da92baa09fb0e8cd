package io.exportroutes.listing;

import io.exportroutes.api.CallTrace;
import io.exportroutes.api.Manifest;
import io.exportroutes.api.ManifestPage;
import io.exportroutes.api.UnreadableManifest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a project's manifests, page by page; it keeps only the ids. New exports
 * push the others down and removed ones pull them up, so a page boundary can hide one: if the total changed or a page
 * repeated an entry, the listing is read again from the start, up to {@value #PASSES} times. An entry without an id cannot
 * be recognized, so it does not reveal a shift.
 *
 * <p>A pass ends with an empty page, with a page without a new entry, or with a page that is not full when the total
 * announces no more. The next offset is the number of entries received, independent of the limit.
 */
public final class Listing {
    public static final int PAGE = 500;
    private static final int PASSES = 3;

    private final PageReader reader;
    private final SeenIds seen = new SeenIds();
    private long offset;
    private int pass = 1;
    private boolean shifted;
    private boolean more = true;
    private @Nullable String doubt;
    private @Nullable Long total;
    private CallTrace trace = new CallTrace(null, null, null);

    /** @param reader gets each page */
    public Listing(PageReader reader) {
        this.reader = reader;
    }

    /** The consumer of its pages. */
    public <T extends PageReader> T readBy(Class<T> kind) {
        return kind.cast(reader);
    }

    /** Whether another page has to be requested. */
    public boolean isMore() {
        return more;
    }

    /** Why entries may be missing although no page follows; null without such a sign. */
    @Nullable
    public String doubt() {
        return doubt;
    }

    public long offset() {
        return offset;
    }

    /** The trace of the call for the latest page. */
    public CallTrace trace() {
        return trace;
    }

    /** Takes one page. */
    public void add(ListedPage page) {
        trace = page.trace();
        News news = news(page.entries());
        shifted |= news.repeated() || differs(total, page.total());
        total = page.total();
        reader.read(page.entries());
        offset += page.size();
        boolean goesOn = news.any() || (!news.known() && page.size() > 0 && isShort());
        if (!goesOn || !page.mayBeFollowed(offset, PAGE)) {
            endPass();
        }
    }

    /**
     * The contents of a page.
     *
     * @param any whether it has an entry that is new in this pass
     * @param repeated whether it has one that was
     * @param known whether it has one with an id, which would be recognized
     */
    private record News(boolean any, boolean repeated, boolean known) {}

    private News news(ManifestPage page) {
        List<String> ids = Stream.concat(
                        page.manifests().stream().map(Manifest::id),
                        page.odd().stream().map(UnreadableManifest::id).filter(id -> !id.isEmpty()))
                .toList();
        long fresh = ids.stream().filter(seen::add).count();
        long nameless = page.odd().stream()
                .filter(odd -> odd.id().isEmpty() && seen.add("without an id: " + odd.downloadName()))
                .count();
        return new News(fresh + nameless > 0, fresh < ids.size(), !ids.isEmpty());
    }

    private boolean isShort() {
        return total != null && offset < total;
    }

    private static boolean differs(@Nullable Long before, @Nullable Long now) {
        return before != null && now != null && !before.equals(now);
    }

    private void endPass() {
        more = shifted && pass < PASSES;
        doubt = more ? null : reasonForDoubt();
        pass++;
        offset = 0;
        shifted = false;
        total = null;
        seen.clear();
    }

    private @Nullable String reasonForDoubt() {
        if (shifted) {
            return "it changed each of the " + PASSES + " times that it was read";
        }
        return isShort() ? "it announces " + total + ", and ends after " + offset : null;
    }
}
