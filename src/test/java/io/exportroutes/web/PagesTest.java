package io.exportroutes.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.custody.Head;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Samples;
import io.exportroutes.ledger.Unclaimed;
import io.exportroutes.testing.RawHttp.Reply;
import io.exportroutes.value.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.aggregator.ArgumentsAggregator;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages as they are sent, which is all that a reader without scripts has. */
@SuppressWarnings("NullAway.Init")
class PagesTest {
    private static WebService service;
    private static String run;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        service = WebService.withUsers(directory, "");
        run = service.once("nightly", RunState.SUCCEEDED);
        service.once("guarded", RunState.FAILED);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theFirstPageSaysWhatThereIsOfEachJobAtEachDestination() throws IOException {
        String page = page("/", WebService.VIEWER);

        assertThat(page)
                .contains("3 jobs: ", "1 dead letter.", "nightly", "0 3 * * * UTC", "mirror", "Overdue from")
                .contains("<svg class=\"strip\"", "The last runs: 1 SUCCEEDED");
    }

    @Test
    void aRunShowsWhereItsCopiesAreAndHowToCheckThem() throws IOException {
        String page = page("/runs/" + run, WebService.VIEWER);

        String sha256 = service.engine()
                .appContext()
                .ledger()
                .exports()
                .ofRun(run)
                .get(0)
                .bytes()
                .sha256();
        assertThat(page).contains(run, "DELIVERED", "SHA-256", String.valueOf(sha256), "confirmed by", "req_");
    }

    @Test
    void aJobShowsItsChainItsReadBacksAndItsHolds() throws IOException {
        assertThat(page("/jobs/by-hand", WebService.VIEWER)).doesNotContain("Custody");
        assertThat(page("/jobs/guarded", WebService.VIEWER))
                .contains("Custody", "content every 30d", "not read yet")
                .doesNotContain("The head of its chain");

        Head head = service.keepInCustody(run);

        assertThat(page("/jobs/nightly", WebService.VIEWER))
                .contains(head.seq() + ":" + head.sha256().substring(0, 16) + "…", head.sha256(), "SHA256:")
                .contains("At mirror: <span class=\"state long good\">all of it</span>")
                .contains("<span class=\"state good\">in time</span>", "content ok, under a minute ago")
                .contains("Longest unread", "since <time", "audit of 2025 &amp; 2026", "Ada");
    }

    @Test
    void aViewerHasNoButtonsAndAnOperatorHas() throws IOException {
        assertThat(page("/jobs/nightly", WebService.VIEWER))
                .doesNotContain("method=\"post\"")
                .contains("vera, viewer");
        assertThat(page("/dead-letters", WebService.VIEWER)).doesNotContain("method=\"post\"");

        assertThat(page("/jobs/nightly", WebService.OPERATOR)).contains("Run now", "Pause", "olga, operator");
        assertThat(page("/dead-letters", WebService.OPERATOR)).contains("Release", "Discard");
    }

    @Test
    void theReportIsOnePageThatMayUseItsOwnStyleAndNothingElse() throws IOException {
        Reply reply = service.get("/report?job=nightly", WebService.VIEWER);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .contains("<h2>Job nightly</h2>", "Run: " + run, "</html>")
                .doesNotContain("guarded", "<script", "href=");
        String style = reply.body().split("</?style>")[1];
        String hash =
                Base64.getEncoder().encodeToString(Sha256.digest().digest(style.getBytes(StandardCharsets.UTF_8)));
        assertThat(reply.header("Content-Security-Policy")).hasValueSatisfying(policy -> assertThat(policy)
                .startsWith("default-src 'none'; style-src 'sha256-" + hash + "'")
                .contains("frame-ancestors 'none'"));
        assertThat(service.get("/report").status()).isEqualTo(401);
        assertThat(service.get("/report?from=yesterday", WebService.VIEWER).status())
                .isEqualTo(400);
        assertThat(service.get("/report?from=2026-02-01&to=2026-01-01", WebService.VIEWER)
                        .status())
                .isEqualTo(400);
        assertThat(service.get("/report?job=none", WebService.VIEWER).status()).isEqualTo(404);
    }

    /** As a browser without scripts sends it: the answer leads back to the page. */
    @Test
    void aFormLeadsBackToItsPage() throws IOException {
        Reply reply = service.post(
                "/api/v1/jobs/nightly/pause",
                "back=%2Fjobs%2Fnightly",
                WebService.OPERATOR,
                service.own(),
                "Accept: text/html",
                "Content-Type: application/x-www-form-urlencoded");

        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.header("Location")).hasValue("/jobs/nightly");
        assertThat(page("/jobs/nightly", WebService.VIEWER)).contains("paused since");
        assertThat(page("/audit", WebService.VIEWER)).contains("olga (operator, password, 127.0.0.1)", "pause nightly");
        service.post("/api/v1/jobs/nightly/resume", "", WebService.OPERATOR, service.own());
    }

    @ParameterizedTest
    @CsvSource({
        "jobs/by-hand/pause, 409, Pausing by-hand failed, no_schedule, back=/jobs/by-hand, /jobs/by-hand",
        "jobs/by-hand/pause, 409, Pausing by-hand failed, no_schedule, back=//evil.example, /jobs/by-hand",
        "jobs/none/run, 404, Running none failed, unknown_job, '', /",
        "dead-letters/exp_1%40vault/replay, 404, Replaying exp_1@vault failed, unknown_dead_letter, back=/dead-letters?after=r, /dead-letters?after&#61;r",
        "dead-letters/exp_1/release, 400, Releasing exp_1 failed, bad_request, '', /dead-letters"
    })
    void aFormThatFailsIsAnsweredByAPage(
            String path, int status, String title, String code, @AggregateWith(Rest.class) List<String> form)
            throws IOException {
        Reply reply = service.post(
                "/api/v1/" + path,
                form.get(0),
                WebService.OPERATOR,
                service.own(),
                "Accept: text/html,application/xhtml+xml",
                "Content-Type: application/x-www-form-urlencoded");

        assertThat(reply.status()).isEqualTo(status);
        assertFailurePage(reply);
        assertThat(reply.body())
                .contains("<h1 class=\"truth bad\">" + title + "</h1>", "<code>" + code + "</code>", "What to do:")
                .contains("<p><a href=\"" + form.get(1) + "\">")
                .contains("olga, operator");
    }

    static final class Rest implements ArgumentsAggregator {
        @Override
        public List<String> aggregateArguments(ArgumentsAccessor arguments, ParameterContext context) {
            return List.of(arguments.getString(4), arguments.getString(5));
        }
    }

    @Test
    void whatTheDoorRefusesABrowserIsAPageAsWell() throws IOException {
        Reply viewer =
                service.post("/api/v1/jobs/nightly/run", "", WebService.VIEWER, service.own(), "Accept: text/html");
        assertThat(viewer.status()).isEqualTo(403);
        assertFailurePage(viewer);
        assertThat(viewer.body())
                .contains("Running nightly failed", "role_missing", "Ask an operator", "href=\"/jobs/nightly\"");

        Reply lost = service.get("/runs/none", WebService.VIEWER, "Accept: text/html");
        assertThat(lost.status()).isEqualTo(404);
        assertFailurePage(lost);
        assertThat(lost.body()).contains("This cannot be shown", "unknown_run", "none");

        assertThat(service.get("/runs/none", "Accept: text/html").header("Content-Type"))
                .as("who is not logged in")
                .hasValue("text/plain; charset=utf-8");
    }

    /** It is not read anew: that would be another call. */
    private static void assertFailurePage(Reply reply) {
        assertThat(reply.header("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(reply.header("Content-Security-Policy")).isPresent();
        assertThat(reply.header("Cache-Control")).hasValue("no-store");
        assertThat(reply.body()).contains("aria-label=\"Pages\"").doesNotContain("hx-get");
    }

    /** A name that the API sent is text here, whatever is in it. */
    @Test
    void aTextFromOutsideIsNoMarkup() throws IOException {
        assertThat(page("/?q=" + encoded("<script>alert(1)</script>\"'&"), WebService.VIEWER))
                .doesNotContain("<script>alert")
                .contains("&lt;script&gt;alert(1)");
        assertThat(page("/runs?job=" + encoded("\"><script>alert(2)</script>"), WebService.VIEWER))
                .doesNotContain("<script>alert");
    }

    /** Whatever the API and the servers of destinations said. */
    @Test
    void whatARunFailedOfIsNoMarkup() throws IOException {
        Ledger ledger = service.backend().ledger();
        String script = "<script>alert(3)</script>";
        PermanentFailure failure = new PermanentFailure(FailureCode.DISK_FULL, "No room, says " + script, script);
        ledger.runs().add(Samples.run("hostile"));
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_hostile"), "crm", "hostile");
        Unclaimed.of(ledger).exports().fail("exp_hostile", failure);
        Unclaimed.of(ledger).runs().settle("hostile", RunState.FAILED, failure);
        ledger.runs().add(Samples.run("hostile-" + script));
        Unclaimed.of(ledger).runs().settle("hostile-" + script, RunState.FAILED, failure);

        for (String path : List.of("/runs", "/runs/hostile", "/dead-letters")) {
            assertThat(page(path, WebService.OPERATOR))
                    .as(path)
                    .contains("No room, says &lt;script&gt;alert(3)")
                    .doesNotContain("<script>alert");
        }
        service.backend().deadLetters().discard(List.of("hostile", "hostile-" + script));
    }

    @Test
    void noTemplateWritesAnythingAsItIs() throws IOException {
        try (Stream<Path> templates = Files.list(Path.of("src/main/resources/io/exportroutes/web/page"))) {
            assertThat(templates.filter(file -> file.toString().endsWith(".mustache")))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain("{{{", "{{&"));
        }
    }

    @Test
    void whatThePageLoadsIsHereUnderANameOfItsContent() throws IOException {
        List<String> assets = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"")
                .matcher(page("/", WebService.VIEWER))
                .results()
                .map(MatchResult::group)
                .map(found -> found.replaceAll(".*\"(/assets/[^\"]+)\"", "$1"))
                .toList();

        assertThat(assets).hasSize(7);
        for (String asset : assets) {
            Reply reply = service.get(asset, WebService.VIEWER);
            assertThat(reply.status()).as(asset).isEqualTo(200);
            assertThat(reply.header("Cache-Control").orElse("")).contains("immutable");
        }
        assertThat(service.get("/assets/page.css", WebService.VIEWER).status()).isEqualTo(404);
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        assertThat(service.get("/runs/nothing", WebService.VIEWER).status()).isEqualTo(404);
        assertThat(service.get("/jobs/nothing", WebService.VIEWER).status()).isEqualTo(404);
        assertThat(page("/?q=nothing", WebService.VIEWER)).contains("No job's name has this in it");
        assertThat(page("/alarms", WebService.VIEWER)).contains("Alarms");
    }

    private static String page(String path, String login) throws IOException {
        Reply reply = service.get(path, login);
        assertThat(reply.status()).as(path).isEqualTo(200);
        assertThat(reply.header("Content-Type")).hasValue("text/html; charset=utf-8");
        return reply.body();
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
