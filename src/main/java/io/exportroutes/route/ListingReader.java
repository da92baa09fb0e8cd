package io.exportroutes.route;

import io.exportroutes.api.ManifestPage;
import io.exportroutes.api.UnreadableManifest;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.kamelet.api.CallHeaders;
import io.exportroutes.listing.ListedPage;
import io.exportroutes.listing.Listing;
import io.exportroutes.listing.Manifests;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code listingReader}: reads the API's listing page by page. */
public final class ListingReader {
    private static final Logger LOG = LoggerFactory.getLogger(ListingReader.class);
    private static final int MOST_NAMED = 1_000;

    private final Set<String> named = ConcurrentHashMap.newKeySet();
    /** The projects whose latest listing may be incomplete. */
    private final Set<String> doubted = ConcurrentHashMap.newKeySet();

    private final RunServices services;

    public ListingReader(RunServices services) {
        this.services = services;
    }

    /** A new reading, for what the run needs of it. */
    public Listing start(RunContext run) {
        return new Listing(ExportRequester.readerFor(services, run));
    }

    /** Whether there is a next page. */
    public boolean hasMore(Listing listing) {
        return listing.isMore();
    }

    /**
     * Takes one page.
     *
     * @param reply the body of the reply
     * @param headers of the reply
     */
    public void add(RunContext run, Listing listing, @Nullable Object reply, Map<String, Object> headers) {
        String project = run.run().origin().project();
        if (!(reply instanceof Map<?, ?> data) || !(data.get("exports") instanceof List<?> exports)) {
            throw new TransientFailure(
                    FailureCode.NOT_AN_ENVELOPE,
                    "The listing of project " + project + " has no exports array",
                    "Check what answers at api.base-url; it may not be the export API.");
        }
        ManifestPage page = Manifests.all(exports);
        page.odd().forEach(this::name);
        listing.add(ListedPage.of(page, data, CallHeaders.trace(headers)));
        if (!listing.isMore()) {
            tell(project, listing.doubt());
        }
    }

    /** Once, until a listing of the project is complete again. */
    private void tell(String project, @Nullable String doubt) {
        if (doubt == null) {
            doubted.remove(project);
        } else if (doubted.add(project)) {
            LOG.warn(
                    "The listing of project {} may lack an export: {}. The listing is read again; if it keeps failing, ask the"
                            + " API's support.",
                    project,
                    doubt);
        }
    }

    /** Logged once per entry: an unreadable entry is in every listing until the API fixes it. */
    private void name(UnreadableManifest odd) {
        if (named.size() < MOST_NAMED && named.add(odd.id())) {
            LOG.warn(
                    "Export {} of the listing is ignored: {}",
                    odd.id().isEmpty() ? "without an id" : odd.id(),
                    odd.failure().getMessage());
        }
    }
}
