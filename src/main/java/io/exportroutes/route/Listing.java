package io.exportroutes.route;

import io.exportroutes.api.CallTrace;
import io.exportroutes.api.Manifest;
import io.exportroutes.api.ManifestPage;
import io.exportroutes.api.OddManifest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * One reading of a project's manifests, page by page. New exports push the others down and removed ones pull them up, so a
 * page boundary can hide one: where the total changed or a page repeated something, the whole is read again, up to
 * {@value #PASSES} times, and all that was seen is kept.
 */
public final class Listing {
    static final String PROPERTY = "listing";
    static final int PAGE = 500;
    private static final int PASSES = 3;

    private final Map<String, Manifest> byId = new LinkedHashMap<>();
    private final Map<String, OddManifest> odd = new LinkedHashMap<>();
    private int offset;
    private int pass = 1;
    private boolean shifted;
    private boolean more = true;
    private long total = -1;
    private CallTrace trace = new CallTrace(null, null, null);

    static Listing of(Exchange exchange) {
        Listing listing = exchange.getProperty(PROPERTY, Listing.class);
        if (listing == null) {
            throw new IllegalStateException("No listing was started on this exchange");
        }
        return listing;
    }

    /** Whether there is another page to ask for. */
    public boolean isMore() {
        return more;
    }

    int offset() {
        return offset;
    }

    /** All manifests seen, in the order of the last look at each. */
    Collection<Manifest> manifests() {
        return byId.values();
    }

    /** What could not be read, by id; there may be exports of ours among them. */
    Collection<OddManifest> odd() {
        return odd.values();
    }

    /** What the API said of the call for the latest page. */
    CallTrace trace() {
        return trace;
    }

    /** Takes one page. */
    void add(ManifestPage page, long newTotal, CallTrace newTrace) {
        trace = newTrace;
        shifted |= total >= 0 && newTotal != total;
        total = newTotal;
        for (Manifest manifest : page.manifests()) {
            boolean repeated = byId.remove(manifest.id()) != null;
            shifted |= repeated && pass == 1;
            byId.put(manifest.id(), manifest);
        }
        page.odd().forEach(one -> odd.put(one.id(), one));
        offset += page.size();
        if (page.size() == 0 || offset >= total) {
            endPass();
        }
    }

    private void endPass() {
        more = shifted && pass < PASSES;
        pass++;
        offset = 0;
        shifted = false;
        total = -1;
    }
}
