package io.exportroutes.cli;

import io.exportroutes.cli.RetentionOptions.Opened;
import io.exportroutes.cli.RetentionOptions.Plans;
import io.exportroutes.expiry.Expiry;
import io.exportroutes.expiry.Expiry.Removed;
import io.exportroutes.expiry.PlacePlan;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.DeliveryPlan;
import io.exportroutes.view.Formats;
import io.exportroutes.view.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code retention apply}. */
@Command(
        name = "apply",
        description = {
            "Removes what a plan lets expire, and nothing else: artifacts only, the sidecars stay as the record of what was there.",
            "With --plan it is exactly the plan of that name, as retention plan showed it, or nothing: who names it has seen it, so that it"
                    + " may be any number of copies. With --yes it is the plan of this moment, and more than max-expire at once"
                    + " (20 runs or 30 %) is refused.",
            "The exit status is 1 if a copy could not be removed; it is tried again with the next apply. It is 3 if a place was blocked."
        },
        footer = {
            "  export-routes retention apply --plan 8f3c2a1b9d4e5f60",
            "  export-routes retention apply crm-nightly --destination archive --yes"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RetentionApplyCommand extends OutputCommand {
    @Mixin
    RetentionOptions retention;

    @ArgGroup(multiplicity = "1")
    Agreed agreed;

    /** How somebody agreed. */
    static final class Agreed {
        @Option(names = "--plan", paramLabel = "NAME", description = "Exactly the plan of this name.")
        @Nullable
        String plan;

        @Option(names = "--yes", description = "Whatever the plan of this moment is.")
        boolean yes;
    }

    /** The printed object. */
    record AppliedJson(List<RemovedJson> removed, List<String> blocked) {}

    record RemovedJson(
            String exportId,
            String destination,
            String key,
            @Nullable String error) {
        static RemovedJson of(Removed removed) {
            DeliveryPlan plan = removed.copy().plan();
            ExportFailure failure = removed.failure();
            return new RemovedJson(
                    plan.exportId(), plan.destination(), plan.key(), failure == null ? null : failure.getMessage());
        }
    }

    @Override
    public Integer call() {
        try (Opened opened = retention.open(common)) {
            Plans plans = retention.plans(opened, common.clock().instant(), agreed.plan != null);
            if (agreed.plan != null && !agreed.plan.equals(plans.hash())) {
                throw new PermanentFailure(
                        FailureCode.PLAN_CHANGED,
                        "What would expire now is plan " + plans.hash() + ", not " + agreed.plan
                                + ": nothing was removed",
                        "Look at it again: export-routes retention plan, with the same JOB and --destination");
            }
            Expiry expiry = new Expiry(opened.context.ledger().deliveries().copies(), opened.archives, common.clock());
            List<Removed> removed = new ArrayList<>(expiry.finish());
            plans.plans().forEach(plan -> removed.addAll(expiry.apply(plan)));
            List<String> blocked = blocked(plans);
            print(removed, blocked, plans);
            return status(removed, blocked).code();
        }
    }

    private static List<String> blocked(Plans plans) {
        List<String> blocked = new ArrayList<>();
        for (PlacePlan plan : plans.plans()) {
            if (plan.plan().isBlocked()) {
                plan.plan().doubts().forEach(doubt -> blocked.add(plan.place() + ": " + doubt.text()));
            }
        }
        plans.unseen().forEach((place, failure) -> blocked.add(place + ": " + failure.getMessage()));
        return blocked;
    }

    private void print(List<Removed> removed, List<String> blocked, Plans plans) {
        if (output.json()) {
            Json.print(
                    out(), new AppliedJson(removed.stream().map(RemovedJson::of).toList(), blocked));
            return;
        }
        long bytes = 0;
        long gone = 0;
        for (Removed one : removed) {
            if (one.failure() == null) {
                gone++;
                bytes += one.copy().stored().size();
                out().println("Removed " + one.copy().id() + ", "
                        + one.copy().plan().key());
            } else {
                out().println("Not removed: " + one.copy().id() + ". "
                        + one.failure().getMessage() + ". " + one.failure().hint());
            }
        }
        blocked.forEach(reason -> out().println("Blocked: " + reason));
        out().println(gone + " removed, " + Formats.bytes(bytes) + " freed");
        plans.plans().stream()
                .filter(PlacePlan::keepsVersions)
                .map(plan -> plan.place().destination() + ": " + PlanLines.VERSIONS)
                .distinct()
                .forEach(out()::println);
    }

    private static ExitStatus status(List<Removed> removed, List<String> blocked) {
        if (removed.stream().map(Removed::failure).anyMatch(Objects::nonNull)) {
            return ExitStatus.FAILED;
        }
        return blocked.isEmpty() ? ExitStatus.DELIVERED : ExitStatus.PARTIAL;
    }
}
