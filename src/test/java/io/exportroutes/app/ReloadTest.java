package io.exportroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Reloads.Answer;
import io.exportroutes.ledger.Reloads.Outcome;
import io.exportroutes.ledger.Reloads.Reload;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunIds;
import io.exportroutes.ledger.RunState;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A changed exports.yaml in a running service. */
@SuppressWarnings("NullAway.Init")
class ReloadTest {
    private static final String JOBS = """
            defaults:
              retry: {attempts: 2, initial-delay: 100ms}
            jobs:
              nightly: {project: crm, export: database, schedule: "0 3 * * *", destinations: [mirror]}
              old: {project: crm, export: schema, destinations: [mirror]}
            """;

    private Site site;
    private Engine engine;
    private int asked;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        site = Site.start(directory, SandboxOptions.defaults());
        site.configure(JOBS);
        Files.writeString(
                site.config().resolve("application.properties"),
                "exports.reload.interval=50\ncamel.management.port=0\n");
        engine = Engine.start(
                        new EngineOptions(Path.of("."), site.config(), site.state(), Mode.SCHEDULES), Clock.systemUTC())
                .orElseThrow();
    }

    @AfterEach
    void stop() {
        engine.close();
        site.close();
    }

    @Test
    void whatChangedIsToldByNameAndNewRunsGoByIt() throws Exception {
        change(
                "old: {project: crm, export: schema, destinations: [mirror]}",
                "new: {project: crm, export: schema, destinations: [archive]}");
        change("0 3 * * *", "0 4 * * *");

        Answer answer = reload();

        assertThat(answer.outcome()).isEqualTo(Outcome.RELOADED);
        assertThat(answer.changes())
                .containsExactlyInAnyOrder("jobs.nightly.schedule changed", "jobs.old is gone", "jobs.new is new");
        assertThat(settled(submit("new")).state()).isEqualTo(RunState.SUCCEEDED);
        Awaitility.await().until(() -> engine.generations() == 1);
    }

    @Test
    void aMistakeChangesNothingAndIsTold() throws Exception {
        CamelContext before = engine.context();
        change("0 3 * * *", "61 3 * * *");

        Answer answer = reload();

        assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(answer.failure()).extracting(FailureNote::code).isEqualTo("configuration_invalid");
        assertThat(answer.failure().message()).contains("jobs.nightly.schedule", "exports.yaml:");
        assertThat(engine.context()).isSameAs(before);
        assertThat(engine.generations()).isEqualTo(1);
        assertThat(settled(submit("old")).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void aRunInHandEndsAsItBeganAndTheNextOneGoesByTheNewFile() throws Exception {
        site.sandbox().faults().plant("never-ready");
        String before = submit("nightly");
        Awaitility.await().until(() -> run(before).state() == RunState.EXPORTING);
        change("\"0 3 * * *\", destinations: [mirror]", "\"0 3 * * *\", destinations: [archive]");

        assertThat(reload().outcome()).isEqualTo(Outcome.RELOADED);
        assertThat(engine.generations()).isEqualTo(2);
        String after = submit("nightly");
        Awaitility.await().until(() -> run(after).state() == RunState.EXPORTING);
        site.sandbox().faults().clear();

        assertThat(destinations(settled(before))).containsExactly("mirror");
        assertThat(destinations(settled(after))).containsExactly("archive");
        Awaitility.await().until(() -> engine.generations() == 1);
    }

    private List<String> destinations(Run run) {
        assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
        return ledger().deliveries().ofRun(run.id()).stream()
                .map(delivery -> delivery.destination())
                .toList();
    }

    private void change(String before, String after) throws IOException {
        Path file = site.config().resolve("exports.yaml");
        Files.writeString(file, Edit.text(Files.readString(file), before, after));
    }

    private Answer reload() {
        String request = "request-" + ++asked;
        ledger().nodes().reloads().ask(request, List.of(engine.appContext().node()));
        Reload reload = Awaitility.await()
                .until(() -> ledger().nodes().reloads().of(request).get(0), one -> one.answer() != null);
        return Objects.requireNonNull(reload.answer());
    }

    private Ledger ledger() {
        return engine.appContext().ledger();
    }

    private String submit(String job) {
        Instant now = Instant.now();
        String id = RunIds.manual(job, now, RandomGenerator.getDefault());
        engine.submit(new RunRequest(id, job, "manual", now));
        return id;
    }

    private Run run(String id) {
        return ledger().runs().find(id).orElseThrow();
    }

    private Run settled(String id) {
        return Awaitility.await(id).until(() -> run(id), run -> run.state().settled());
    }
}
