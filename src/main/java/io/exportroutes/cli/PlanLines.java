package io.exportroutes.cli;

import io.exportroutes.cli.RetentionOptions.Plans;
import io.exportroutes.cli.output.Column;
import io.exportroutes.cli.output.Table;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.expiry.PlacePlan;
import io.exportroutes.retention.Doubt;
import io.exportroutes.retention.Facts.Limit;
import io.exportroutes.retention.Plan;
import io.exportroutes.retention.Plan.Judged;
import io.exportroutes.retention.Plan.Verdict;
import io.exportroutes.retention.RetentionPolicy;
import io.exportroutes.view.Formats;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.StringJoiner;

/** Plans of retention as text: for each place what would expire, why, and what it comes to. */
final class PlanLines {
    static final String VERSIONS =
            "it keeps a version of what is deleted there, which its lifecycle rule for noncurrent versions removes";

    private final PrintWriter out;
    private final ExportsConfig config;
    private final int width;

    PlanLines(PrintWriter out, ExportsConfig config, int width) {
        this.out = out;
        this.config = config;
        this.width = width;
    }

    /** @param expiring whether only copies that would expire are listed */
    void print(Plans plans, boolean expiring) {
        plans.plans().forEach(plan -> print(plan, expiring));
        plans.unseen().forEach((place, failure) -> {
            out.println(place + ": no plan. " + failure.getMessage());
            out.println("  What to do: " + failure.hint());
            out.println();
        });
        out.println("Plan " + plans.hash() + ". To remove what would expire: export-routes retention apply --plan "
                + plans.hash());
    }

    private void print(PlacePlan place, boolean expiring) {
        Plan plan = place.plan();
        out.println(place.place() + " (" + rules(place.policy()) + ")");
        for (Doubt doubt : plan.doubts()) {
            out.println("  Blocked: " + doubt.text());
        }
        List<Judged> shown = plan.copies().stream()
                .filter(judged -> !expiring || judged.verdict() != Verdict.KEEP)
                .toList();
        if (!shown.isEmpty()) {
            table(place, shown);
        }
        if (place.keepsVersions()) {
            out.println("  Note: " + VERSIONS);
        }
        out.println("  " + sum(plan, Verdict.KEEP, "kept") + ", " + sum(plan, Verdict.EXPIRE, "would expire")
                + (plan.isBlocked() ? ", " + sum(plan, Verdict.BLOCKED, "blocked") : "")
                + (plan.foreign().isEmpty()
                        ? ""
                        : ", " + plan.foreign().size() + " or more foreign objects, left alone"));
        out.println();
    }

    private void table(PlacePlan place, List<Judged> shown) {
        ZoneId zone = config.job(place.place().job()).timing().zone();
        Table table = new Table(
                Column.whole("VERDICT"),
                Column.whole("TIME"),
                Column.id("EXPORT").leftOut(2),
                Column.whole("SIZE").leftOut(1),
                Column.prose("REASONS"));
        shown.forEach(judged -> table.row(
                judged.verdict(),
                Formats.time(judged.copy().run().time(), zone),
                place.exportId(judged.copy()),
                Formats.bytes(judged.copy().size()),
                String.join(", ", judged.reasons())));
        table.print(out, width);
    }

    private static String rules(RetentionPolicy policy) {
        StringJoiner rules = new StringJoiner(", ");
        if (policy.within() != null) {
            rules.add("keep-within " + policy.within());
        }
        policy.counts().forEach((rule, count) -> rules.add(rule.key() + " " + count));
        if (!policy.limit().equals(Limit.DEFAULT)) {
            rules.add("max-expire " + policy.limit().runs() + " runs or "
                    + policy.limit().percent() + " %");
        }
        return rules.toString();
    }

    private static String sum(Plan plan, Verdict verdict, String word) {
        Plan.Total total = plan.total(verdict);
        return total.copies() + " " + word + " (" + Formats.bytes(total.bytes()) + ")";
    }
}
