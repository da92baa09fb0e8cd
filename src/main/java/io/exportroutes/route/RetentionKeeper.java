package io.exportroutes.route;

import io.exportroutes.archive.Archives;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.expiry.Expiry;
import io.exportroutes.expiry.Expiry.Removed;
import io.exportroutes.expiry.PlacePlan;
import io.exportroutes.expiry.RetentionPlans;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Copies;
import io.exportroutes.ledger.CopyPlace;
import io.exportroutes.ledger.LastCopy;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.retention.Doubt;
import io.exportroutes.value.Sizes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code retention}: lets expire what the retention no longer keeps, once a new copy of the job is at the destination, and at
 * no other time, so that a job that fails ages nothing out.
 */
public final class RetentionKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionKeeper.class);

    private final ExportsConfig config;
    private final Ledger ledger;
    private final Clock clock;
    private final Function<CamelContext, Archives> archives;

    /** @param archives the destinations, by the Kamelets of a Camel */
    public RetentionKeeper(
            ExportsConfig config, Ledger ledger, Clock clock, Function<CamelContext, Archives> archives) {
        this.config = config;
        this.ledger = ledger;
        this.clock = clock;
        this.archives = archives;
    }

    /** Finishes what was begun, and looks at each place that has a newer copy than when it was looked at last. */
    public void apply(CamelContext camel) {
        Copies copies = ledger.deliveries().copies();
        Archives destinations = archives.apply(camel);
        Expiry expiry = new Expiry(copies, destinations, clock);
        report(expiry.finish());
        RetentionPlans plans = new RetentionPlans(config, copies, destinations, clock);
        List<CopyPlace> places = plans.places(config.jobs().values(), null);
        Map<CopyPlace, LastCopy> newest = ledger.deliveries().lastCopies().find(places);
        for (CopyPlace place :
                new ArrayList<>(newest.keySet()).stream().sorted().toList()) {
            LastCopy last = newest.get(place);
            if (last != null && copies.marks().claim(place, last.deliveredAt())) {
                apply(place, plans, expiry);
            }
        }
    }

    private void apply(CopyPlace place, RetentionPlans plans, Expiry expiry) {
        Copies copies = ledger.deliveries().copies();
        try {
            PlacePlan plan = plans.plan(place, clock.instant(), false);
            report(expiry.apply(plan));
            copies.marks().note(place, plan.plan().isBlocked() ? blocked(plan) : null);
        } catch (ExportFailure failure) {
            LOG.warn("Nothing expires of {}: {}. {}", place, failure.getMessage(), failure.hint());
            copies.marks().note(place, failure);
        }
    }

    private static PermanentFailure blocked(PlacePlan plan) {
        String doubts = plan.plan().doubts().stream().map(Doubt::text).collect(Collectors.joining("; "));
        PermanentFailure blocked = new PermanentFailure(
                FailureCode.RETENTION_BLOCKED,
                "Nothing expires of " + plan.place() + ": " + doubts,
                "Look at it: export-routes retention plan " + plan.place().job() + " --destination "
                        + plan.place().destination());
        LOG.warn("{}. {}", blocked.getMessage(), blocked.hint());
        return blocked;
    }

    private static void report(List<Removed> all) {
        for (Removed one : all) {
            ExportFailure failure = one.failure();
            if (failure == null) {
                LOG.info(
                        "Expired: {} of {}, {}",
                        one.copy().id(),
                        one.copy().subject().scheduledFor(),
                        Sizes.print(one.copy().stored().size()));
            } else {
                LOG.warn("Not removed yet: {}. {}. {}", one.copy().id(), failure.getMessage(), failure.hint());
            }
        }
    }
}
