package io.exportroutes.web.page;

import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunPages.Counts;
import io.exportroutes.view.Formats;
import io.exportroutes.web.Backend;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of a list of runs. */
record RunRow(String id, String job, State state, When when, Result result) {
    record State(String word, String css) {}

    record When(
            @Nullable Moment scheduled,
            @Nullable Moment started,
            @Nullable String took) {}

    /** @param bytes null while nothing is verified */
    record Result(
            Counts counts, @Nullable String bytes, @Nullable String error) {
        /** To a template the number 0 is something. */
        boolean anyDead() {
            return counts.dead() > 0;
        }
    }

    /** These runs, in their order. */
    static List<RunRow> of(List<Run> runs, Backend backend) {
        List<String> ids = runs.stream().map(Run::id).toList();
        Map<String, Counts> counts = backend.ledger().summaries().pages().counts(ids);
        Map<String, Long> sizes = backend.ledger().summaries().pages().sizes(ids);
        return runs.stream()
                .map(run -> of(run, counts.getOrDefault(run.id(), Counts.NONE), sizes.get(run.id()), backend))
                .toList();
    }

    static RunRow of(Run run, Counts counts, @Nullable Long bytes, Backend backend) {
        ZoneId zone = zone(run, backend);
        return new RunRow(
                run.id(),
                run.job(),
                new State(run.state().name(), Strip.css(run.state())),
                new When(
                        Moment.of(run.origin().scheduledFor(), zone),
                        Moment.of(run.progress().startedAt(), zone),
                        Formats.between(
                                run.progress().startedAt(), run.progress().finishedAt())),
                new Result(counts, Formats.size(bytes), run.failure().message()));
    }

    /** The job's; UTC where exports.yaml does not know it any more. */
    static ZoneId zone(Run run, Backend backend) {
        return backend.config().zone(run.job());
    }
}
