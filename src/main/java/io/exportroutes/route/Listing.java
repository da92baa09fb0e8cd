package io.exportroutes.route;

import io.exportroutes.api.CallTrace;
import io.exportroutes.api.Manifest;
import io.exportroutes.api.ManifestPage;
import io.exportroutes.api.OddManifest;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a project's manifests, page by page; of what was read, it keeps nothing but which ids there were. New exports
 * push the others down and removed ones pull them up, so a page boundary can hide one: where the total changed or a page
 * repeated something, the whole is read again, up to {@value #PASSES} times.
 *
 * <p>A pass ends with an empty page, with one that brings nothing new, and with one that is not full, unless the total says
 * that more follow. The next page begins where the entries that came end, however many were asked for.
 */
public final class Listing {
    static final String PROPERTY = "listing";
    static final int PAGE = 500;
    private static final int PASSES = 3;

    private final PageReader reader;
    private final SeenIds seen = new SeenIds();
    private long offset;
    private int pass = 1;
    private boolean shifted;
    private boolean more = true;
    private @Nullable Long total;
    private CallTrace trace = new CallTrace(null, null, null);

    /** @param reader what it is read for */
    Listing(PageReader reader) {
        this.reader = reader;
    }

    static Listing of(Exchange exchange) {
        Listing listing = exchange.getProperty(PROPERTY, Listing.class);
        if (listing == null) {
            throw new IllegalStateException("No listing was started on this exchange");
        }
        return listing;
    }

    /** What the listing of the exchange was read for. */
    static <T extends PageReader> T readBy(Class<T> kind, Exchange exchange) {
        return kind.cast(of(exchange).reader);
    }

    /** Whether there is another page to ask for. */
    public boolean isMore() {
        return more;
    }

    long offset() {
        return offset;
    }

    /** What the API said of the call for the latest page. */
    CallTrace trace() {
        return trace;
    }

    /** Takes one page. */
    void add(ListedPage page) {
        trace = page.trace();
        int fresh = fresh(page.entries());
        shifted |= fresh < page.size() || differs(total, page.total());
        total = page.total();
        reader.read(page.entries());
        offset += page.size();
        if (fresh == 0 || !page.mayBeFollowed(offset, PAGE)) {
            endPass();
        }
    }

    private int fresh(ManifestPage page) {
        int fresh = 0;
        for (Manifest manifest : page.manifests()) {
            fresh += seen.add(manifest.id()) ? 1 : 0;
        }
        for (OddManifest odd : page.odd()) {
            fresh += seen.add(odd.id().isEmpty() ? "without an id: " + odd.downloadName() : odd.id()) ? 1 : 0;
        }
        return fresh;
    }

    private static boolean differs(@Nullable Long before, @Nullable Long now) {
        return before != null && now != null && !before.equals(now);
    }

    private void endPass() {
        more = shifted && pass < PASSES;
        pass++;
        offset = 0;
        shifted = false;
        total = null;
        seen.clear();
    }
}
