package io.exportroutes.cli;

import io.exportroutes.cli.RetentionOptions.Opened;
import io.exportroutes.cli.RetentionOptions.Plans;
import io.exportroutes.cli.output.Terminal;
import io.exportroutes.view.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code retention plan}. */
@Command(
        name = "plan",
        description = {
            "Shows for each copy whether it is kept or would expire, and why. Nothing is removed.",
            "With --at it shows what would expire then if no copy came in between: what a policy will do is seen before it does it.",
            "The last line names the plan: retention apply --plan takes that name, and removes exactly this or nothing."
        },
        footer = {
            "  export-routes retention plan",
            "  export-routes retention plan crm-nightly --destination archive --expiring",
            "  export-routes retention plan --at 2027-03-01 --output json"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RetentionPlanCommand extends OutputCommand {
    @Mixin
    RetentionOptions retention;

    @Option(
            names = "--at",
            paramLabel = "DATE",
            description =
                    "As of this day, or time, of the job's time zone (UTC for several jobs): 2027-03-01, 2027-03-01T02:00.")
    @Nullable
    String at;

    @Option(names = "--expiring", description = "List only the copies that would expire.")
    boolean expiring;

    @Override
    public Integer call() {
        try (Opened opened = retention.open(common)) {
            Plans plans = retention.plans(opened, moment(opened), false);
            if (output.json()) {
                Json.print(out(), PlansJson.of(plans));
            } else {
                new PlanLines(out(), opened.context.config(), Terminal.width()).print(plans, expiring);
            }
            boolean clear = plans.unseen().isEmpty()
                    && plans.plans().stream().noneMatch(plan -> plan.plan().isBlocked());
            return (clear ? ExitStatus.DELIVERED : ExitStatus.PARTIAL).code();
        }
    }

    private Instant moment(Opened opened) {
        if (at == null) {
            return common.clock().instant();
        }
        ZoneId zone = retention.job == null
                ? ZoneOffset.UTC
                : opened.context.config().job(retention.job).timing().zone();
        try {
            LocalDateTime time = at.indexOf('T') < 0 ? LocalDate.parse(at).atStartOfDay() : LocalDateTime.parse(at);
            return time.atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new ParameterException(
                    spec.commandLine(), "--at: " + at + " is no date. Write 2027-03-01 or 2027-03-01T02:00.", e);
        }
    }
}
