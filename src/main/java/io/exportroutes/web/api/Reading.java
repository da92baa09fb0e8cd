package io.exportroutes.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Alarm;
import io.exportroutes.ledger.AuditEntry;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunPages;
import io.exportroutes.ledger.RunState;
import io.exportroutes.view.AlarmJson;
import io.exportroutes.view.AuditJson;
import io.exportroutes.view.CustodyJson;
import io.exportroutes.view.CustodyView;
import io.exportroutes.view.DeadLetter;
import io.exportroutes.view.JobJson;
import io.exportroutes.view.JobView;
import io.exportroutes.view.RunLineJson;
import io.exportroutes.view.RunView;
import io.exportroutes.view.ShowJson;
import io.exportroutes.web.Answer;
import io.exportroutes.web.Backend;
import io.exportroutes.web.Call;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the API shows; a list is a page of it, with what asks for the next one. */
final class Reading {
    private static final int MOST = 500;
    private static final int USUAL = 100;

    private final Backend backend;

    Reading(Backend backend) {
        this.backend = backend;
    }

    /** @param next the value of {@code after} for the next page; without one the key is left out */
    record Jobs(
            List<JobJson> jobs,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String next) {}

    record Runs(
            List<RunLineJson> runs,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String next) {}

    /** @param next the value of {@code after} for its further exports */
    record WholeRun(
            @JsonUnwrapped ShowJson run,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String next) {}

    record DeadLetters(
            List<DeadLetter> deadLetters,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String next) {}

    record Alarms(List<AlarmJson> alarms) {}

    record Audit(
            List<AuditJson> audit,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String next) {}

    Answer jobs(Call call) {
        int limit = limit(call);
        List<JobConfig> jobs = after(List.copyOf(backend.config().jobs().values()), call);
        List<JobConfig> page = jobs.subList(0, Math.min(limit, jobs.size()));
        return Api.json(
                200,
                new Jobs(
                        views(page).stream().map(JobJson::of).toList(),
                        page.size() < jobs.size() ? page.get(page.size() - 1).name() : null));
    }

    Answer job(Call call) {
        JobConfig job = backend.config().job(call.parameter("job"));
        return Api.json(200, JobJson.of(views(List.of(job)).get(0)));
    }

    Answer custody(Call call) {
        JobConfig job = backend.config().job(call.parameter("job"));
        CustodyView view = CustodyView.of(job, backend.config(), backend.ledger(), backend.clock());
        return Api.json(200, CustodyJson.of(job.name(), view, backend.clock().instant()));
    }

    private List<JobView> views(Collection<JobConfig> jobs) {
        return JobView.of(jobs, backend.config(), backend.ledger(), backend.clock());
    }

    Answer runs(Call call) {
        int limit = limit(call);
        RunPages pages = backend.ledger().summaries().pages();
        List<Run> runs = pages.page(
                new RunPages.Filter(
                        call.query("job").orElse(null),
                        state(call).orElse(null),
                        call.query("before").orElse(null)),
                limit);
        Map<String, RunPages.Counts> counts =
                pages.counts(runs.stream().map(Run::id).toList());
        return Api.json(
                200,
                new Runs(
                        runs.stream()
                                .map(run -> RunLineJson.of(run, counts.getOrDefault(run.id(), RunPages.Counts.NONE)))
                                .toList(),
                        runs.size() < limit ? null : runs.get(limit - 1).id()));
    }

    private static Optional<RunState> state(Call call) {
        return call.query("state").map(word -> Arrays.stream(RunState.values())
                .filter(state -> state.name().equals(word))
                .findFirst()
                .orElseThrow(() -> new PermanentFailure(
                        FailureCode.BAD_REQUEST,
                        "There is no such state of a run",
                        Arrays.stream(RunState.values())
                                .map(RunState::name)
                                .collect(Collectors.joining(", ", "Write one of ", ".")))));
    }

    Answer run(Call call) {
        String id = call.parameter("run");
        Run run = backend.ledger().runs().find(id).orElseThrow(() -> Api.unknownRun(backend, id));
        int limit = call.number("limit", MOST, 1, MOST);
        RunView view = RunView.page(backend.ledger(), run, call.query("after").orElse(null), limit + 1);
        List<ExportEntry> exports = view.exports();
        boolean more = exports.size() > limit;
        return Api.json(
                200,
                new WholeRun(
                        ShowJson.of(
                                new RunView(run, exports.subList(0, Math.min(limit, exports.size())), view.byExport())),
                        more ? exports.get(limit - 1).manifest().id() : null));
    }

    Answer deadLetters(Call call) {
        DeadLetter.Page page = DeadLetter.page(
                        backend.ledger(), call.query("after").orElse(null), limit(call))
                .orElseThrow(call::unknownAfter);
        return Api.json(200, new DeadLetters(page.letters(), page.next()));
    }

    /** What stands after the one that is named; all, where none is. */
    private static List<JobConfig> after(List<JobConfig> jobs, Call call) {
        Optional<String> after = call.query("after");
        if (after.isEmpty()) {
            return jobs;
        }
        for (int index = 0; index < jobs.size(); index++) {
            if (jobs.get(index).name().equals(after.get())) {
                return jobs.subList(index + 1, jobs.size());
            }
        }
        throw call.unknownAfter();
    }

    Answer alarms(Call call) {
        boolean open = call.query("open").filter("true"::equals).isPresent();
        List<Alarm> alarms = open
                ? backend.ledger().alarms().open()
                : backend.ledger().alarms().recent(limit(call));
        return Api.json(200, new Alarms(alarms.stream().map(AlarmJson::of).toList()));
    }

    Answer audit(Call call) {
        int limit = limit(call);
        List<AuditEntry> entries =
                backend.ledger().alarms().audit().page(call.query("before").orElse(null), limit);
        return Api.json(
                200,
                new Audit(
                        entries.stream().map(AuditJson::of).toList(),
                        entries.size() < limit ? null : entries.get(limit - 1).id()));
    }

    private static int limit(Call call) {
        return call.number("limit", USUAL, 1, MOST);
    }
}
