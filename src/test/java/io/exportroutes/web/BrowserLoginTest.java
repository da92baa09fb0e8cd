package io.exportroutes.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who logs in, in a real browser. */
class BrowserLoginTest {
    @Test
    void whoLogsInAsAViewerHasNoButtons(@TempDir Path directory) throws IOException {
        try (WebService guarded = WebService.withUsers(directory, "");
                Browser browser = new Browser(false)) {
            browser.open(guarded.url("/jobs/nightly"));
            assertThat(browser.text()).doesNotContain("nightly");

            browser.open(guarded.url("/jobs/nightly").replace("//", "//vera:right%20battery@"));
            browser.waitFor("vera, viewer. · live");
            assertThat(browser.all("button")).isEmpty();

            browser.open(guarded.url("/jobs/nightly").replace("//", "//olga:right%20horse@"));
            browser.waitFor("olga, operator.");
            browser.press("Run now");
            browser.waitFor("SUCCEEDED nightly-");
            assertThat(guarded.audit())
                    .extracting(entry -> entry.actor().name())
                    .containsOnly("olga");
        }
    }
}
