package io.exportroutes.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.exportroutes.value.Visible;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class AuditReportTest {
    private static ReportScene scene;
    private static JsonNode json;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        scene = new ReportScene(folder).week();
        json = new JsonMapper().readTree(scene.report(JsonRendering::new));
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    /** Two days without a service are one gap of two due times, a pause another, and what comes after today is none. */
    @Test
    void eachGapHasItsReason() {
        assertThat(rows("gaps", "scheduledFor", "until", "kind", "times", "destination", "run"))
                .containsExactly(
                        "2026-11-04T01:30:00Z 2026-11-05T01:30:00Z no run 2 null null",
                        "2026-11-06T01:30:00Z null paused 1 null null",
                        "2026-11-02T01:30:00Z null undelivered 1 partner nightly-2",
                        "2026-11-03T01:30:00Z null failed 1 null nightly-3");
        assertThat(rows("gaps", "reason"))
                .contains("The disk of partner is full (disk_full)", "the job was paused")
                .anyMatch(reason -> reason.startsWith("expected by schedule, and there is no run"));
    }

    @Test
    void copiesDeletionsHoldsAndReadBacksStandWithTheirTimes() {
        assertThat(rows("copies", "exportId", "destination", "size", "confirmedBy", "state"))
                .containsExactly(
                        "exp_1 archive 1536 size deleted",
                        "exp_1 partner 1536 checksum kept",
                        "exp_2 archive 1536 size kept",
                        "exp_7 archive 1536 size kept",
                        "exp_7 partner 1536 checksum kept");
        assertThat(rows("deletions", "exportId", "destination", "reason"))
                .containsExactly("exp_1 archive no rule keeps it");
        assertThat(rows("holds", "exportId", "placedBy", "liftedAt")).containsExactly("exp_7 olga null");
        assertThat(rows("readBacks", "exportId", "destination", "level", "result"))
                .containsExactly("exp_7 partner content OK");
        assertThat(rows("runs", "run", "state"))
                .containsExactly("nightly-1 succeeded", "nightly-2 partial", "nightly-3 failed", "nightly-7 succeeded");
        assertThat(json.at("/details/0/facts/chainHead").asText()).isEqualTo("42:" + "80".repeat(32));
        assertThat(json.at("/details/0/facts/chainPlaces").asText()).isEqualTo("archive: up to 40, 2 behind");
        assertThat(json.at("/details/0/facts/chainCheck").asText()).contains("--head 42:8080");
    }

    @Test
    void theSummaryIsWhatTheTablesSay() {
        assertThat(json.at("/jobs/0"))
                .hasToString("{\"job\":\"nightly\",\"gaps\":5,\"runs\":4,\"copies\":5,\"size\":7680,"
                        + "\"newestCopy\":\"2026-11-07T01:30:00Z\",\"readBacks\":1,\"deletions\":1,\"holds\":1}");
        assertThat(json.at("/jobs/1/job").asText()).isEqualTo("by-hand");
        assertThat(json.at("/report/gapCount").asInt()).isEqualTo(5);
        assertThat(json.at("/notKnown").size()).isGreaterThan(3);
    }

    @Test
    void aRunWhoseOnlyExportFailedIsOneGap(@TempDir Path folder) throws IOException {
        try (ReportScene other = new ReportScene(folder)) {
            other.failedExport(1);
            JsonNode gaps = new JsonMapper()
                    .readTree(other.report(JsonRendering::new, "nightly"))
                    .at("/details/0/gaps");

            assertThat(gaps).hasSize(1);
            assertThat(gaps.get(0).path("exportId").asText()).isEqualTo("exp_1");
        }
    }

    /** A fact that one of them lacks would be missing for whoever reads that one. */
    @Test
    void allFormsSayTheSame() {
        String text = scene.report(TextRendering::new);
        String html = scene.report(HtmlRendering::new)
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
        List<String> facts = texts(json, new ArrayList<>());

        assertThat(facts).hasSizeGreaterThan(80);
        for (String fact : facts) {
            assertThat(text).contains(fact);
            assertThat(html).contains(fact);
        }
        assertThat(Stream.of(text, html)).allMatch(form -> form.contains("2026-11-02 02:30 +01:00"));
    }

    @Test
    void nothingFromOutsideIsMarkup() {
        String html = scene.report(HtmlRendering::new);

        assertThat(html)
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;\\u001b[2J")
                .doesNotContain("<script", "\u001b", "http");
        assertThat(scene.report(TextRendering::new)).doesNotContain("\u001b");
    }

    @Test
    void aJobThatNobodyKnowsIsNotReportedAsWell() {
        assertThat(scene.report(TextRendering::new, "by-hand")).doesNotContain("nightly");
        assertThatThrownBy(() -> scene.report(TextRendering::new, "nightyl")).hasMessageContaining("nightyl");
    }

    private static List<String> rows(String table, String... keys) {
        List<String> rows = new ArrayList<>();
        json.at("/details/0/" + table)
                .forEach(row -> rows.add(String.join(
                        " ", Stream.of(keys).map(key -> row.path(key).asText()).toList())));
        return rows;
    }

    /** All but times, which each form writes in its own way. */
    private static List<String> texts(JsonNode node, List<String> found) {
        if (node.isTextual() && !node.asText().matches("\\d{4}-\\d\\d-\\d\\dT.*Z")) {
            found.add(Visible.text(node.asText()));
        }
        node.forEach(child -> texts(child, found));
        return found;
    }
}
