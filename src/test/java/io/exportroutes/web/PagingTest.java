package io.exportroutes.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.AuditEntry;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Samples;
import io.exportroutes.ledger.Unclaimed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who goes from page to page sees everything once and in its order, on the pages and by the API. */
@SuppressWarnings("NullAway.Init")
class PagingTest {
    private static final int MANY = 120;
    private static final PermanentFailure FULL = new PermanentFailure(FailureCode.DISK_FULL, "It is full", "Make room");
    private static final Pattern NEXT = Pattern.compile("<a href=\"([^\"]+)\" rel=\"next\">");

    private static WebService service;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        String jobs = names("job")
                .map(name -> "  " + name + ": {project: crm, export: schema, destinations: [mirror]}\n")
                .collect(Collectors.joining());
        service = new WebService(directory, jobs + "web: {listen: \"127.0.0.1:PORT\"}\n");
        Ledger ledger = service.backend().ledger();
        names("run").forEach(run -> {
            ledger.runs().add(Samples.run(run));
            Unclaimed.of(ledger).runs().settle(run, RunState.FAILED, FULL);
        });
        ledger.runs().add(Samples.run("large", "job-000", Samples.NIGHT.minusSeconds(9)));
        names("exp").forEach(export -> {
            Unclaimed.of(ledger).exports().take(Samples.manifest(export), "crm", "large");
            Unclaimed.of(ledger).exports().fail(export, FULL);
        });
        Unclaimed.of(ledger).runs().settle("large", RunState.FAILED, FULL);
        AuditEntry.Actor actor = new AuditEntry.Actor("olga", "operator", "password", "127.0.0.1");
        names("act").forEach(target -> ledger.alarms().audit().add(actor, new AuditEntry.Act("run", target), "done"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theFirstPageHasEachJobOnce() throws IOException {
        assertThat(pages("/", "<h2 id=\"job-([^\"]+)\">"))
                .startsWith("nightly", "guarded", "by-hand")
                .endsWith("job-119");
        assertThat(pages("/?q=job-", "<h2 id=\"job-([^\"]+)\">")).isEqualTo(all("job"));
    }

    @Test
    void theRunsComeTheNewestFirst() throws IOException {
        List<String> newest = new ArrayList<>(all("run"));
        Collections.reverse(newest);
        newest.add("large");

        assertThat(pages("/runs?state=FAILED", "</span> <a href=\"/runs/([^\"]+)\">"))
                .isEqualTo(newest);
        assertThat(pages("/runs?job=job-000", "</span> <a href=\"/runs/([^\"]+)\">"))
                .containsExactly("large");
    }

    @Test
    void aRunHasEachExportOnce() throws IOException {
        assertThat(pages("/runs/large", "export <code>([^<]+)</code>")).isEqualTo(all("exp"));
    }

    @Test
    void eachDeadLetterComesOnce() throws IOException {
        assertThat(pages("/dead-letters", "<strong class=\"long\">([^<]+)</strong>"))
                .startsWith("exp-000", "exp-001")
                .endsWith("run-000")
                .hasSize(2 * MANY)
                .doesNotHaveDuplicates();
    }

    @Test
    void theAuditHasEachActOnce() throws IOException {
        assertThat(pages("/audit", "class=\"long\">run ([^<]+)</td>")).containsExactlyInAnyOrderElementsOf(all("act"));
    }

    @ParameterizedTest
    @CsvSource({
        "jobs, jobs, job, after, 123",
        "runs?state=FAILED, runs, run, before, 121",
        "runs/large, exports, exportId, after, 120",
        "dead-letters, deadLetters, id, after, 240",
        "audit, audit, target, before, 120"
    })
    void theApiHasEachOnce(String path, String list, String id, String key, int number) throws IOException {
        for (int length : new int[] {7, 40, 500}) {
            assertThat(answers("/api/v1/" + path + (path.contains("?") ? "&" : "?") + "limit=" + length, list, id, key))
                    .as("%d at a time", length)
                    .hasSize(number)
                    .doesNotHaveDuplicates();
        }
    }

    private static List<String> pages(String first, String id) throws IOException {
        List<String> ids = new ArrayList<>();
        @Nullable String next = first;
        while (next != null) {
            String page = service.get(next).body();
            Pattern.compile(id)
                    .matcher(page)
                    .results()
                    .map(found -> found.group(1))
                    .forEach(ids::add);
            Matcher link = NEXT.matcher(page);
            next = link.find() ? link.group(1).replace("&amp;", "&").replace("&#61;", "=") : null;
        }
        return ids;
    }

    private static List<String> answers(String first, String list, String id, String key) throws IOException {
        List<String> ids = new ArrayList<>();
        @Nullable String next = first;
        while (next != null) {
            JsonNode answer = new JsonMapper().readTree(service.get(next).body());
            answer.path(list).forEach(one -> ids.add(one.path(id).asText()));
            next = answer.has("next")
                    ? first + "&" + key + "=" + answer.path("next").asText()
                    : null;
        }
        return ids;
    }

    private static List<String> all(String what) {
        return names(what).toList();
    }

    private static java.util.stream.Stream<String> names(String what) {
        return IntStream.range(0, MANY).mapToObj(number -> what + "-%03d".formatted(number));
    }
}
