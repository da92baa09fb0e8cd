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
import io.exportroutes.logging.MaskedEncoder;
import io.exportroutes.path.Home;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
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
              retry: {attempts: 100, initial-delay: 100ms, max-delay: 500ms}
            jobs:
              nightly: {project: crm, export: database, schedule: "0 3 * * *", destinations: [mirror]}
              old: {project: crm, export: schema, destinations: [mirror]}
              partnered: {project: crm, export: schema, destinations: [partner]}
            """;

    private Path home;
    private Site site;
    private Engine engine;
    private int asked;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        home = directory.resolve("home");
        Home.copy(home);
        site = Site.start(directory, SandboxOptions.defaults());
        site.configure(JOBS);
        Files.writeString(
                site.config().resolve("application.properties"),
                "exports.reload.interval=50\ncamel.management.port=0\n");
        engine = Engine.start(new EngineOptions(home, site.config(), site.state(), Mode.SCHEDULES), Clock.systemUTC())
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

        CamelContext earlier = engine.context();
        assertThat(reload().outcome()).isEqualTo(Outcome.RELOADED);
        assertThat(engine.generations()).isEqualTo(2);
        assertThat(begins(earlier))
                .as("what still begins anything by the old file")
                .isEmpty();
        assertThat(begins(engine.context())).contains("schedule", "run", "alarms", "housekeeping", "reload");
        String after = submit("nightly");
        Awaitility.await().until(() -> run(after).state() == RunState.EXPORTING);
        site.sandbox().faults().clear();

        assertThat(destinations(settled(before))).containsExactly("mirror");
        assertThat(destinations(settled(after))).containsExactly("archive");
        Awaitility.await().until(() -> engine.generations() == 1);
    }

    private static List<String> begins(CamelContext context) {
        return context.getRoutes().stream()
                .filter(route ->
                        !route.getEndpoint().getEndpointUri().matches("(direct|seda|kamelet):.*|.*kept=true.*"))
                .filter(route -> ((StatefulService) route.getConsumer()).isStarted())
                .map(Route::getRouteId)
                .toList();
    }

    @Test
    void nothingIsLeftOfEarlierReadings() throws Exception {
        reload();
        Awaitility.await().until(() -> engine.generations() == 1);
        Set<String> before = threads();

        for (int time = 0; time < 3; time++) {
            reload();
        }

        Awaitility.await().until(() -> engine.generations() == 1);
        Awaitility.await().untilAsserted(() -> assertThat(threads()).hasSizeLessThanOrEqualTo(before.size()));
    }

    /** By name, without those that come and go with the work of the moment. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(thread -> thread.getName() + " " + thread.getId())
                .filter(name -> !name.matches("(surefire|awaitility|Common-Cleaner|ForkJoinPool|HikariPool).*"))
                .collect(Collectors.toSet());
    }

    @Test
    void aDeliveryThatIsBeingTriedAgainGoesOnWithWhatItBegan() throws Exception {
        site.ssh().down();
        String before = submit("partnered");
        Awaitility.await().until(() -> run(before).state() == RunState.TRANSFERRING);
        change("destinations: [partner]", "destinations: [archive]");

        assertThat(reload().outcome()).isEqualTo(Outcome.RELOADED);
        assertThat(reload().changes())
                .as("a second one, while the first has runs")
                .isEmpty();
        assertThat(engine.generations()).isGreaterThan(1);
        site.ssh().up();

        assertThat(destinations(settled(before))).containsExactly("partner");
        Awaitility.await().until(() -> engine.generations() == 1);
        assertThat(engine.appContext().queue().contains(before)).isFalse();
    }

    @Test
    void aScheduleFiresByTheNewFileAloneAndFromThenOn() throws Exception {
        change("\"0 3 * * *\", destinations: [mirror]", "\"* * * * * ?\", overlap: queue, destinations: [mirror]");
        reload();
        Awaitility.await().until(() -> fired("nightly") > 1);

        change("\"* * * * * ?\"", "\"0 3 * * *\"");
        reload();
        Awaitility.await().until(() -> engine.generations() == 1);
        int fired = fired("nightly");

        Awaitility.await().during(Duration.ofSeconds(2)).until(() -> fired("nightly") == fired);
    }

    private int fired(String job) {
        return ledger().runs().recent(job, 100).size();
    }

    @Test
    void aSecretInAFileIsReadAnew() throws Exception {
        Path token = site.config().resolve("token");
        Files.writeString(token, "a-token-that-is-not-valid");
        change("token: " + site.sandbox().token(), "token: \"{{file:" + token + "}}\"");
        assertThat(reload().changes()).containsExactly("api.token changed");
        assertThat(settled(submit("old")).failure().code()).isEqualTo("unauthorized");

        Files.writeString(token, site.sandbox().token());

        assertThat(reload().changes()).containsExactly("api.token changed");
        assertThat(settled(submit("old")).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(MaskedEncoder.masked("a-token-that-is-not-valid"))
                .as("it stays a secret")
                .isEqualTo("xxxxxx");
    }

    @Test
    void anotherLedgerNeedsARestartAndIsNotTakenIn() throws Exception {
        change("jobs:\n", "ledger: {url: \"jdbc:postgresql://127.0.0.1:1/elsewhere\", username: nobody}\njobs:\n");

        Answer answer = reload();

        assertThat(answer.failure().code()).isEqualTo("restart_needed");
        assertThat(answer.failure().message()).contains("ledger");
        assertThat(settled(submit("old")).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void aRouteThatCannotStartChangesNothingEither() throws Exception {
        CamelContext before = engine.context();
        Path broken = home.resolve("routes/9-broken.camel.yaml");
        Files.writeString(broken, "- route: {id: broken, from: {uri: \"no-such-component:x\", steps: []}}\n");
        change("old: ", "older: ");

        Answer answer = reload();

        assertThat(answer.failure().code()).isEqualTo("routes_not_started");
        assertThat(engine.context()).isSameAs(before);
        assertThat(before.getRoutes())
                .allMatch(route -> before.getRouteController()
                                .getRouteStatus(route.getRouteId())
                                .isStarted()
                        || !route.isAutoStartup());
        assertThat(settled(submit("old")).state()).isEqualTo(RunState.SUCCEEDED);

        Files.delete(broken);
        assertThat(reload().changes()).containsExactlyInAnyOrder("jobs.old is gone", "jobs.older is new");
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
