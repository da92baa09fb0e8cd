package io.exportroutes.route;

import io.exportroutes.api.ManifestPage;
import io.exportroutes.api.OddManifest;
import io.exportroutes.failure.PassingFailure;
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
public final class ListingSteps {
    private static final Logger LOG = LoggerFactory.getLogger(ListingSteps.class);
    private static final int MOST_NAMED = 1_000;

    private final Set<String> named = ConcurrentHashMap.newKeySet();
    /** The projects whose latest listing may lack something. */
    private final Set<String> doubted = ConcurrentHashMap.newKeySet();

    private final Services services;

    public ListingSteps(Services services) {
        this.services = services;
    }

    /** A new reading, for what the run needs of it. */
    public void start(Exchange exchange) {
        exchange.setProperty(Listing.PROPERTY, new Listing(RequestSteps.readerFor(services, RunContext.of(exchange))));
    }

    /** Whether there is a next page. */
    public boolean more(Exchange exchange) {
        return Listing.of(exchange).isMore();
    }

    /** Makes the call for the next page. */
    public void page(Exchange exchange) {
        Message message = exchange.getMessage();
        ApiHeaders.identify(message, RunContext.of(exchange));
        message.setHeader(CallHeaders.STATUS, "all");
        message.setHeader(CallHeaders.LIMIT, Listing.PAGE);
        message.setHeader(CallHeaders.OFFSET, Listing.of(exchange).offset());
        message.setBody(null);
    }

    /** Takes the page that the call returned. */
    public void add(Exchange exchange) {
        Map<?, ?> data = exchange.getMessage().getBody(Map.class);
        if (data == null || !(data.get("exports") instanceof List<?> exports)) {
            throw new PassingFailure(
                    "not_an_envelope",
                    "The listing of project " + RunContext.of(exchange).run().project() + " has no exports array",
                    "Look at what the base-url answers; it may not be the export API.");
        }
        ManifestPage page = Manifests.all(exports);
        page.odd().forEach(this::name);
        Listing listing = Listing.of(exchange);
        listing.add(ListedPage.of(page, data, CallHeaders.trace(exchange.getMessage())));
        if (!listing.isMore()) {
            tell(RunContext.of(exchange).run().project(), listing.doubt());
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
    private void name(OddManifest odd) {
        if (named.size() < MOST_NAMED && named.add(odd.id())) {
            LOG.warn(
                    "Export {} of the listing is passed over: {}",
                    odd.id().isEmpty() ? "without an id" : odd.id(),
                    odd.failure().getMessage());
        }
    }
}
