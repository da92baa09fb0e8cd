package io.exportroutes.listing;

import io.exportroutes.api.CallTrace;
import io.exportroutes.api.Manifest;
import io.exportroutes.api.ManifestPage;
import io.exportroutes.api.UnreadableManifest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a project's manifests, page by page; of what was read, it keeps nothing but which ids there were. New exports
 * push the others down and removed ones pull them up, so a page boundary can hide one: where the total changed or a page
 * repeated something, the whole is read again, up to {@value #PASSES} times. An entry without an id is not known again, so that
 * it tells nothing of a shift.
 *
 * <p>A pass ends with an empty page, with one that brings nothing new, and with one that is not full where the total says that
 * none follow. The next page begins where the entries that came end, however many were asked for.
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

    /** @param reader what it is read for */
    public Listing(PageReader reader) {
        this.reader = reader;
    }

    /** What it is read for. */
    public <T extends PageReader> T readBy(Class<T> kind) {
        return kind.cast(reader);
    }

    /** Whether there is another page to ask for. */
    public boolean isMore() {
        return more;
    }

    /** Why something may have been left out, though there is no further page to ask for; null where nothing speaks for it. */
    @Nullable
    public String doubt() {
        return doubt;
    }

    public long offset() {
        return offset;
    }

    /** What the API said of the call for the latest page. */
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
     * What a page brings.
     *
     * @param any whether it has an entry that was not seen before in this pass
     * @param repeated whether it has one that was
     * @param known whether it has one that would be known again
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
        return isShort() ? "it says that there are " + total + ", and ends after " + offset : null;
    }
}
