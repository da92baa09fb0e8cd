package io.exportroutes.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.ledger.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages as an operator sees them, in a real browser. */
@SuppressWarnings("NullAway.Init")
class BrowserTest {
    private static WebService service;
    private static String good;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        service = new WebService(directory, "web: {listen: \"127.0.0.1:PORT\"}\n");
        good = service.once("nightly", RunState.SUCCEEDED);
        service.keepInCustody(service.once("nightly", RunState.SUCCEEDED));
        service.once("guarded", RunState.FAILED);
        service.once("by-hand", RunState.FAILED);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachPageIsQuietReadableAndOfThisHostAlone(boolean dark) throws IOException {
        if (Boolean.getBoolean("screenshots.write")) {
            Awaitility.await("what an operator sees of a failure")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> !service.backend().ledger().alarms().open().isEmpty());
        }
        String theme = dark ? "dark" : "light";
        try (Browser browser = new Browser(dark)) {
            for (String page :
                    new String[] {"/", "/jobs/nightly", "/runs", "/runs/" + good, "/dead-letters", "/alarms", "/audit"
                    }) {
                browser.size(1280, 900);
                browser.open(service.url(page));
                browser.waitFor("live");
                browser.assertAccessible();
                String name = page.replaceAll("/runs/.*", "run")
                        .replaceAll("^/$", "overview")
                        .replace("/", "");
                browser.picture(name + "-" + theme);
                browser.size(320, 700);
                browser.assertAccessible();
                browser.picture(name + "-" + theme + "-phone");
            }
            browser.assertQuiet();
            browser.assertOnly(service.url(""));
        }
    }

    /** As a file it would have no policy; from here its own style is all that it may use. */
    @Test
    void theReportIsReadableAndUsesNothingElse() throws IOException {
        try (Browser browser = new Browser(false)) {
            browser.open(service.url("/report"));
            browser.waitFor("Job nightly");
            assertThat(browser.run("return getComputedStyle(document.querySelector('th')).borderBottomStyle"))
                    .isEqualTo("solid");
            browser.assertAccessible();
            browser.picture("report");
            browser.size(320, 700);
            browser.assertAccessible();
            browser.picture("report-phone");
            browser.assertQuiet();
            browser.assertOnly(service.url(""));
        }
    }

    @Test
    void theFirstLineSaysWhatIsWrong() {
        try (Browser browser = new Browser(false)) {
            browser.open(service.url("/"));

            browser.waitFor(" dead letter");
            assertThat(browser.text()).contains("3 jobs: ", "nightly", "good", "none is expected");
        }
    }

    @Test
    void aRunBeginsByAButtonAndItsEndIsSeenWithoutReloading() {
        try (Browser browser = new Browser(false)) {
            browser.open(service.url("/jobs/nightly"));
            browser.waitFor("live");
            int before = browser.all("article.run .state.good").size();

            browser.press("Run now");

            Awaitility.await()
                    .until(() -> browser.all("article.run .state.good").size() > before);
            browser.assertQuiet();
        }
    }

    @Test
    void whatHappensElsewhereIsSeenWithoutReloading() {
        try (Browser browser = new Browser(false)) {
            browser.open(service.url("/runs"));
            browser.waitFor("live");
            browser.run("window.stillThere = true");
            int before = browser.all("article.run").size();

            service.once("nightly", RunState.SUCCEEDED);

            Awaitility.await().until(() -> browser.all("article.run").size() > before);
            assertThat(browser.run("return window.stillThere")).isEqualTo(true);
        }
    }

    @Test
    void aJobIsPausedAndResumed() {
        try (Browser browser = new Browser(false)) {
            browser.open(service.url("/jobs/nightly"));

            browser.press("Pause");
            browser.waitFor("paused since");
            browser.press("Resume");

            Awaitility.await().until(() -> !browser.text().contains("paused since"));
            assertThat(service.audit())
                    .extracting(entry -> entry.act().action())
                    .contains("pause", "resume");
            browser.assertQuiet();
        }
    }

    @Test
    void aDeadLetterIsReplayed() {
        try (Browser browser = new Browser(false)) {
            browser.open(service.url("/dead-letters"));
            browser.waitFor("@vault");
            service.site().s3().createBucket("acme-vault");

            browser.press("Replay");

            browser.waitFor("SUCCEEDED by-hand-");
            browser.waitFor("DELIVERED");
            browser.assertQuiet();
        }
    }

    /** Somebody else gave the dead letter up meanwhile. */
    @Test
    void aButtonThatCameTooLateSaysSoAndLeadsBack() throws IOException {
        service.once("guarded", RunState.FAILED);
        try (Browser browser = new Browser(false)) {
            browser.open(service.url("/dead-letters"));
            browser.waitFor("Discard");

            browser.run("const form = document.querySelector('form[action$=\"/discard\"]');"
                    + "form.action = '/api/v1/dead-letters/exp_gone/discard'; form.submit()");

            browser.waitFor("Discarding exp_gone failed");
            browser.waitFor("unknown_dead_letter");
            browser.assertAccessible();
            browser.picture("failure-light");
            browser.run("document.querySelector('main a').click()");
            browser.waitFor("guarded");
            assertThat(browser.run("return location.pathname")).isEqualTo("/dead-letters");
        }
    }

    @Test
    void whatAGuardRefusedIsReleasedWithAReason() {
        String run = service.once("guarded", RunState.FAILED);
        try (Browser browser = new Browser(false)) {
            browser.open(service.url("/dead-letters"));
            browser.waitFor(run);

            browser.type("input[name=reason]", "It is small on purpose");
            browser.press("Release");

            Awaitility.await().until(() -> service.audit().stream()
                    .anyMatch(entry -> entry.act().action().equals("release")));
            browser.assertQuiet();
        }
    }
}
