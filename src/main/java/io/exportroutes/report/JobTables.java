package io.exportroutes.report;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.ledger.JobPeriod;
import io.exportroutes.ledger.PeriodFact.Act;
import io.exportroutes.ledger.PeriodFact.Copied;
import io.exportroutes.ledger.PeriodFact.Who;
import io.exportroutes.ledger.Periods;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.SchemaDrift;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All tables of a job in a period. */
final class JobTables {
    private final Sources sources;
    private final Periods periods;
    private final JobPeriod period;
    private final ZoneId zone;
    private final Rendering to;

    JobTables(Sources sources, JobPeriod period, Rendering to) {
        this.sources = sources;
        this.periods = sources.ledger().history().periods();
        this.period = period;
        this.zone = sources.config().zone(period.job());
        this.to = to;
    }

    void write() {
        new JobGaps(sources, period, to).write();
        table(Table.COPIES, table -> periods.copies(period, this::copy));
        table(Table.READ_BACKS, table -> sources.readBacks().of(period, this::readBack));
        table(Table.DELETIONS, table -> periods.removals(period, this::deletion));
        table(Table.HOLDS, table -> periods.holds(period).forEach(this::hold));
        table(Table.RELEASES, table -> periods.releases(period, this::release));
        table(Table.SCHEMA_CHANGES, table -> periods.drifts(period, this::drift));
        table(Table.RUNS, table -> periods.runs(period, this::run));
    }

    private void table(Table table, Consumer<Table> rows) {
        to.beginTable(table);
        rows.accept(table);
        to.endTable();
    }

    private void copy(Copied copy) {
        Confirmation confirmation = copy.receipt().confirmation();
        to.row(List.of(
                Cell.of(copy.origin().scheduledFor(), zone),
                Cell.of(copy.plan().destination()),
                new Cell.Size(copy.stored().size()),
                Cell.of(copy.receipt().deliveredAt(), zone),
                Cell.of(confirmation == null ? "nothing" : confirmation.name().toLowerCase(Locale.ROOT)),
                Cell.of(state(copy)),
                Cell.of(copy.plan().exportId()),
                Cell.of(copy.origin().runId()),
                Cell.of(copy.plan().key()),
                Cell.of(copy.stored().sha256())));
    }

    /** A mail without the artifact is a notice; a destination that exports.yaml no longer has is believed to store. */
    private String state(Copied copy) {
        DestinationConfig place =
                sources.config().destinations().get(copy.plan().destination());
        if (place != null && !place.stores(copy.stored().size())) {
            return "only a notice";
        }
        if (copy.removal().done() != null) {
            return "deleted";
        }
        return copy.removal().since() == null ? "kept" : "being deleted";
    }

    private void readBack(ReadBacks.ReadBack readBack) {
        to.row(List.of(
                Cell.of(readBack.at(), zone),
                Cell.of(readBack.place().destination()),
                Cell.of(readBack.level()),
                Cell.of(readBack.result()),
                Cell.of(readBack.place().exportId()),
                Cell.of(readBack.detail())));
    }

    private void deletion(Copied copy) {
        to.row(List.of(
                Cell.of(copy.removal().since(), zone),
                Cell.of(copy.removal().done(), zone),
                Cell.of(copy.plan().destination()),
                Cell.of(copy.origin().scheduledFor(), zone),
                Cell.of(copy.removal().reason()),
                Cell.of(copy.plan().exportId()),
                Cell.of(copy.plan().key())));
    }

    private void hold(Act hold) {
        @Nullable Who lifted = hold.undone();
        to.row(List.of(
                Cell.of(hold.done().at(), zone),
                Cell.of(hold.done().by()),
                lifted == null ? Cell.NONE : Cell.of(lifted.at(), zone),
                lifted == null ? Cell.NONE : Cell.of(lifted.by()),
                Cell.of(hold.reason()),
                Cell.of(hold.exportId())));
    }

    private void release(Act release) {
        to.row(List.of(
                Cell.of(release.done().at(), zone),
                Cell.of(release.done().by()),
                Cell.of(release.reason()),
                Cell.of(release.exportId())));
    }

    private void drift(SchemaDrift drift) {
        to.row(List.of(
                Cell.of(drift.comparedAt(), zone),
                Cell.of(drift.found().losses()),
                Cell.of(drift.found().changes()),
                Cell.of(drift.found().additions()),
                Cell.of(drift.found().summary()),
                Cell.of(drift.exportId()),
                Cell.of(drift.baseExportId())));
    }

    private void run(Run run) {
        to.row(List.of(
                Cell.of(run.origin().scheduledFor(), zone),
                Cell.of(run.state().name().toLowerCase(Locale.ROOT)),
                Cell.of(run.origin().trigger()),
                Cell.of(run.progress().startedAt(), zone),
                Cell.of(run.progress().finishedAt(), zone),
                Cell.of(run.id()),
                Cell.of(JobGaps.reason(run.failure()))));
    }
}
