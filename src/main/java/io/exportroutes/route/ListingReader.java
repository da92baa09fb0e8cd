package io.exportroutes.route;

import io.exportroutes.api.ManifestPage;
import io.exportroutes.api.UnreadableManifest;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.kamelet.api.CallHeaders;
import io.exportroutes.listing.ListedPage;
import io.exportroutes.listing.Listing;
import io.exportroutes.listing.Manifests;
import io.exportroutes.run.RunServices;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code listing}: asks for page after page. */
public final class ListingReader {
    private static final Logger LOG = LoggerFactory.getLogger(ListingReader.class);
    private static final int MOST_NAMED = 1_000;

    private final Set<String> named = ConcurrentHashMap.newKeySet();
    /** The projects whose latest listing may lack something. */
    private final Set<String> doubted = ConcurrentHashMap.newKeySet();

    private final RunServices services;

    public ListingReader(RunServices services) {
        this.services = services;
    }

    /** A new reading, for what the run needs of it. */
    public void start(Exchange exchange) {
        exchange.setProperty(
                ExchangeState.LISTING, new Listing(ExportRequester.readerFor(services, ExchangeState.run(exchange))));
    }

    /** Whether there is a next page. */
    public boolean more(Exchange exchange) {
        return ExchangeState.listing(exchange).isMore();
    }

    /** Makes the call for the next page. */
    public void page(Exchange exchange) {
        Message message = exchange.getMessage();
        RunIdentity.identify(message, ExchangeState.run(exchange));
        message.setHeader(CallHeaders.STATUS, "all");
        message.setHeader(CallHeaders.LIMIT, Listing.PAGE);
        message.setHeader(CallHeaders.OFFSET, ExchangeState.listing(exchange).offset());
        message.setBody(null);
    }

    /** Takes the page that the call returned. */
    public void add(Exchange exchange) {
        Map<?, ?> data = exchange.getMessage().getBody(Map.class);
        if (data == null || !(data.get("exports") instanceof List<?> exports)) {
            throw new TransientFailure(
                    FailureCode.NOT_AN_ENVELOPE,
                    "The listing of project "
                            + ExchangeState.run(exchange).run().project() + " has no exports array",
                    "Look at what the base-url answers; it may not be the export API.");
        }
        ManifestPage page = Manifests.all(exports);
        page.odd().forEach(this::name);
        Listing listing = ExchangeState.listing(exchange);
        listing.add(ListedPage.of(page, data, CallHeaders.trace(exchange.getMessage())));
        if (!listing.isMore()) {
            tell(ExchangeState.run(exchange).run().project(), listing.doubt());
        }
    }

    /** Once, until a listing of the project is beyond doubt again. */
    private void tell(String project, @Nullable String doubt) {
        if (doubt == null) {
            doubted.remove(project);
        } else if (doubted.add(project)) {
            LOG.warn(
                    "The listing of project {} may lack an export: {}. The next one is read anew; if this stays, ask the"
                            + " API's support.",
                    project,
                    doubt);
        }
    }

    /** What nobody mends is in every listing: it is named once. */
    private void name(UnreadableManifest odd) {
        if (named.size() < MOST_NAMED && named.add(odd.id())) {
            LOG.warn(
                    "Export {} of the listing is passed over: {}",
                    odd.id().isEmpty() ? "without an id" : odd.id(),
                    odd.failure().getMessage());
        }
    }
}
