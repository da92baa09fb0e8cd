package io.exportroutes.web.api;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.RunIds;
import io.exportroutes.schedule.Firings;
import io.exportroutes.schedule.JobPauses;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.view.Changed;
import io.exportroutes.view.RunJson;
import io.exportroutes.view.RunView;
import io.exportroutes.web.Answer;
import io.exportroutes.web.AuditedCalls;
import io.exportroutes.web.Backend;
import io.exportroutes.web.Call;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/** What the API changes: the same as the commands do, each with a row in the audit. */
final class Changing {
    private static final int LONGEST_REASON = 1000;
    private static final int MOST_ARTIFACTS = 500;

    private final Backend backend;
    private final AuditedCalls audited;
    private final JobPauses pauses;
    private final SecureRandom random = new SecureRandom();

    Changing(Backend backend) {
        this.backend = backend;
        this.audited = new AuditedCalls(backend.ledger().alarms().audit());
        this.pauses = new JobPauses(
                backend.config(),
                new Firings(backend.config(), backend.ledger().schedules(), backend.clock()),
                backend.enqueue());
    }

    /** As the command {@code once}, without waiting for the run's end. */
    Answer run(Call call) {
        String job = call.parameter("job");
        return audited.change(call, "run", job, () -> {
            backend.config().job(job);
            Instant now = backend.clock().instant();
            String runId = RunIds.manual(job, now, random);
            backend.enqueue().accept(new RunRequest(runId, job, "manual", now));
            return runs(List.of(runId));
        });
    }

    Answer pause(Call call) {
        String job = call.parameter("job");
        return audited.change(
                call,
                "pause",
                job,
                () -> Api.json(200, new Changed.Paused(pauses.pause(job) ? List.of(job) : List.of())));
    }

    Answer resume(Call call) {
        String job = call.parameter("job");
        return audited.change(call, "resume", job, () -> {
            JobPauses.Resumed resumed = pauses.resume(job);
            return Api.json(
                    200,
                    new Changed.Resumed(
                            resumed.wasPaused() ? List.of(new Changed.Job(job, resumed.catchUp())) : List.of()));
        });
    }

    Answer replay(Call call) {
        String id = call.parameter("id");
        return audited.change(
                call,
                "replay",
                id,
                () -> runs(backend.deadLetters()
                        .replay(List.of(id), call.field("as").orElse(null))));
    }

    /** The ledger and the sidecars record who released it, by the name of the login. */
    Answer release(Call call) {
        String id = call.parameter("id");
        return audited.change(call, "release", id, () -> {
            String reason = call.field("reason")
                    .map(String::strip)
                    .filter(text -> text.length() <= LONGEST_REASON)
                    .orElseThrow(() -> new PermanentFailure(
                            FailureCode.BAD_REQUEST,
                            "It is not said why it may be delivered although the guard refused it",
                            "Send a reason of at most " + LONGEST_REASON + " letters: {\"reason\": \"…\"}."));
            return runs(List.of(backend.deadLetters()
                    .release(id, call.visitor().name(), reason, call.field("as").orElse(null))));
        });
    }

    Answer discard(Call call) {
        String id = call.parameter("id");
        return audited.change(
                call,
                "discard",
                id,
                () -> Api.json(200, new Changed.Discarded(backend.deadLetters().discard(List.of(id)))));
    }

    /** Accepted: the service works on them. Of a large run, the answer has the first artifacts. */
    private Answer runs(List<String> runIds) {
        List<RunView> views = runIds.stream()
                .flatMap(id -> backend.ledger().runs().find(id).stream())
                .map(run -> RunView.page(backend.ledger(), run, null, MOST_ARTIFACTS))
                .toList();
        return Api.json(202, RunJson.all(views, backend.config()));
    }
}
