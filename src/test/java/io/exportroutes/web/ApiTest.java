package io.exportroutes.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.exportroutes.ledger.AuditEntry;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.RawHttp.Reply;
import io.exportroutes.web.api.Api;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API shows and changes; each answer is what its document says. */
@SuppressWarnings("NullAway.Init")
class ApiTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDialect(Dialects.getDraft202012());

    private static WebService service;
    private static JsonNode document;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        service = new WebService(directory, "");
        document = MAPPER.readTree(service.get("/api/v1/openapi.json").body());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theDocumentNamesEachAddressAndNoOther() {
        TreeSet<String> described = new TreeSet<>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method ->
                        described.add(method.toUpperCase(java.util.Locale.ROOT) + " /api/v1" + path.getKey())));
        TreeSet<String> served = new TreeSet<>();
        addresses().stream()
                .map(address -> address.replaceAll(":(\\w+)", "{$1}"))
                .filter(address -> address.contains(" /api/"))
                .forEach(served::add);

        assertThat(described).isEqualTo(served).hasSizeGreaterThan(10);
    }

    @Test
    void aRunIsMadeAndShown() throws Exception {
        JsonNode started = post("/jobs/nightly/run", "/jobs/{job}/run", "", 202);
        String run = started.at("/runs/0/run").asText();
        assertThat(run).startsWith("nightly-");
        service.awaitSettled(run, RunState.SUCCEEDED);

        JsonNode shown = get("/runs/" + run, "/runs/{run}");
        assertThat(shown.path("trigger").asText()).isEqualTo("manual");
        assertThat(shown.at("/exports/0/deliveries/0/state").asText()).isEqualTo("DELIVERED");
        assertThat(shown.has("next")).isFalse();
        String export = shown.at("/exports/0/exportId").asText();
        assertThat(get("/runs/" + run + "?limit=1&after=" + export, "/runs/{run}")
                        .path("exports"))
                .as("it is the only one")
                .isEmpty();
        JsonNode runs = get("/runs?job=nightly&state=SUCCEEDED&limit=1", "/runs");
        assertThat(runs.at("/runs/0/run").asText()).isEqualTo(run);
        assertThat(runs.at("/runs/0/delivered").asInt()).isEqualTo(1);
        assertThat(get("/runs?before=" + run + "&job=nightly", "/runs").path("runs"))
                .isEmpty();
        JsonNode job = get("/jobs/nightly", "/jobs/{job}");
        assertThat(job.path("lastRun").asText()).isEqualTo(run);
        assertThat(job.at("/copies/0/goodAsOf").isNull()).isFalse();
        assertCustody(run);
    }

    private static void assertCustody(String run) throws IOException {
        assertThat(get("/jobs/by-hand/custody", "/jobs/{job}/custody")
                        .path("chain")
                        .isNull())
                .isTrue();
        String head = service.keepInCustody(run).toString();

        JsonNode custody = get("/jobs/nightly/custody", "/jobs/{job}/custody");

        assertThat(custody.at("/chain/head").asText()).isEqualTo(head);
        assertThat(custody.at("/chain/destinations/0/missing").asInt(-1)).isZero();
        assertThat(custody.at("/readBacks/0/last/level").asText()).isEqualTo("content");
        assertThat(custody.at("/readBacks/0/due/every").asText()).isEqualTo("30d");
        assertThat(custody.at("/holds/0/reason").asText()).isEqualTo("audit of 2025 & 2026");
        problem(service.get("/api/v1/jobs/none/custody"), 404, "unknown_job");
    }

    @Test
    void jobsComeInPages() throws IOException {
        JsonNode first = get("/jobs?limit=2", "/jobs");
        assertThat(first.at("/jobs/0/job").asText()).isEqualTo("nightly");
        assertThat(first.path("next").asText()).isEqualTo("guarded");

        JsonNode second = get("/jobs?limit=2&after=guarded", "/jobs");

        assertThat(second.path("jobs")).hasSize(1);
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void aDeadLetterIsReplayedAndDiscarded() throws Exception {
        String run = post("/jobs/by-hand/run", "/jobs/{job}/run", "", 202)
                .at("/runs/0/run")
                .asText();
        service.awaitSettled(run, RunState.FAILED);
        JsonNode letters = get("/dead-letters", "/dead-letters");
        String id = find(letters.path("deadLetters"), run).path("id").asText();
        assertThat(id).contains("@vault");

        JsonNode again = post("/dead-letters/" + id + "/replay", "/dead-letters/{id}/replay", "", 202);
        assertThat(again.at("/runs/0/run").asText()).isEqualTo(run);
        service.awaitSettled(run, RunState.FAILED);

        JsonNode discarded =
                post("/dead-letters/" + id.replace("@", "%40") + "/discard", "/dead-letters/{id}/discard", "", 200);
        assertThat(discarded.path("discarded")).extracting(JsonNode::asText).contains(id);
        problem(service.post("/api/v1/dead-letters/" + id + "/replay", "", service.own()), 404, "unknown_dead_letter");
        JsonNode audit = get("/audit?limit=3", "/audit");
        assertThat(audit.path("audit"))
                .extracting(entry -> entry.path("action").asText() + " "
                        + entry.path("result").asText())
                .containsExactly("replay unknown_dead_letter", "discard done", "replay done");
        assertThat(get("/audit?limit=500&before=" + audit.path("next").asText(), "/audit")
                        .path("audit"))
                .isNotEmpty();
    }

    @Test
    void whatAGuardRefusedIsReleasedByNameAndWithAReason() throws Exception {
        String run = post("/jobs/guarded/run", "/jobs/{job}/run", "", 202)
                .at("/runs/0/run")
                .asText();
        service.awaitSettled(run, RunState.FAILED);
        String id = find(get("/dead-letters", "/dead-letters").path("deadLetters"), run)
                .path("id")
                .asText();
        String release = "/api/v1/dead-letters/" + id + "/release";
        problem(service.post(release, "", service.own()), 400, "bad_request");
        problem(service.post("/api/v1/dead-letters/" + id + "/replay", "", service.own()), 409, "export_refused");

        Reply reply = service.post(
                release, "{\"reason\": \"Checked by hand\"}", service.own(), "Content-Type: application/json");

        valid(reply, 202, "/dead-letters/{id}/release", "post");
        service.awaitSettled(run, RunState.SUCCEEDED);
        JsonNode shown = get("/runs/" + run, "/runs/{run}");
        assertThat(shown.at("/exports/0/release/by").asText()).isEqualTo("local");
        assertThat(shown.at("/exports/0/release/reason").asText()).isEqualTo("Checked by hand");
    }

    @Test
    void aFormWithoutScriptsGoesBackToItsPageAndToNoOtherSite() throws IOException {
        String[] form = {
            service.own(), "Content-Type: application/x-www-form-urlencoded", "Accept: text/html,application/xhtml+xml"
        };
        assertThat(service.post("/api/v1/jobs/nightly/pause", "back=%2Fjob%2Fnightly%3Fpage%3D2", form))
                .satisfies(reply -> {
                    assertThat(reply.status()).isEqualTo(303);
                    assertThat(reply.header("Location")).hasValue("/job/nightly?page=2");
                });
        assertThat(service.post("/api/v1/jobs/nightly/resume", "back=%2F%2Fevil.example", form)
                        .header("Location"))
                .isEmpty();
        assertThat(service.post("/api/v1/jobs/by-hand/pause", "back=%2F", form).status())
                .isEqualTo(409);
    }

    @Test
    void pausingAndResumingSayWhatTheyDid() throws IOException {
        assertThat(post("/jobs/nightly/pause", "/jobs/{job}/pause", "", 200).path("paused"))
                .hasSize(1);
        assertThat(post("/jobs/nightly/pause", "/jobs/{job}/pause", "", 200).path("paused"))
                .isEmpty();
        assertThat(get("/jobs/nightly", "/jobs/{job}").path("pausedSince").isNull())
                .isFalse();
        assertThat(post("/jobs/nightly/resume", "/jobs/{job}/resume", "", 200).path("resumed"))
                .hasSize(1);
        problem(service.post("/api/v1/jobs/by-hand/pause", "", service.own()), 409, "no_schedule");
        assertThat(service.audit())
                .extracting(AuditEntry::result)
                .as("the newest first")
                .first()
                .isEqualTo("no_schedule");
    }

    @Test
    void alarmsAreListed() throws IOException {
        get("/alarms", "/alarms");
        get("/alarms?open=true", "/alarms");
    }

    @Test
    void whatIsNotThereSaysWhatIs() throws IOException {
        problem(service.get("/api/v1/jobs/nightli"), 404, "unknown_job");
        problem(service.get("/api/v1/runs/no-such-run"), 404, "unknown_run");
        problem(service.get("/api/v1/nothing"), 404, "no_such_page");
        problem(service.get("/api/v1/jobs?limit=0"), 400, "bad_request");
        problem(service.get("/api/v1/jobs?limit=x"), 400, "bad_request");
        problem(service.get("/api/v1/runs?state=DONE"), 400, "bad_request");
        problem(service.get("/api/v1/jobs?after=none"), 400, "bad_request");
        problem(service.get("/api/v1/jobs/nightly/pause"), 400, "bad_request");
        problem(service.post("/api/v1/jobs/none/run", "", service.own()), 404, "unknown_job");
        assertThat(service.get("/api/v1/jobs/nightli").body()).contains("Did you mean \\\"nightly\\\"?");
    }

    @Test
    void headSaysWhatGetWould() throws IOException {
        Reply reply = service.send("HEAD /api/v1/jobs");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
    }

    /** As they are added to any router. */
    private static List<String> addresses() {
        Vertx vertx = Vertx.vertx();
        try {
            WebRoutes routes = new WebRoutes(vertx, Router.router(vertx), new Failures());
            Api.addTo(routes, service.backend());
            return routes.known();
        } finally {
            vertx.close();
        }
    }

    private static JsonNode find(JsonNode letters, String run) {
        for (JsonNode letter : letters) {
            if (letter.path("run").asText().equals(run)) {
                return letter;
            }
        }
        throw new AssertionError(run + " is not in " + letters);
    }

    private static JsonNode get(String path, String described) throws IOException {
        return valid(service.get("/api/v1" + path), 200, described, "get");
    }

    private static JsonNode post(String path, String described, String body, int status) throws IOException {
        return valid(service.post("/api/v1" + path, body, service.own()), status, described, "post");
    }

    private static JsonNode valid(Reply reply, int status, String described, String method) throws IOException {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).hasValue("application/json");
        JsonNode responses = document.path("paths").path(described).path(method).path("responses");
        String schema = responses
                .at("/" + status + "/content/application~1json/schema/$ref")
                .asText();
        return conforms(reply, schema);
    }

    private static void problem(Reply reply, int status, String code) throws IOException {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = conforms(reply, "#/components/schemas/Problem");
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("hint").asText()).isNotEmpty();
    }

    private static JsonNode conforms(Reply reply, String reference) throws IOException {
        assertThat(reference).startsWith("#/components/schemas/");
        JsonNode whole = document.deepCopy();
        ((com.fasterxml.jackson.databind.node.ObjectNode) whole).put("$ref", reference);
        JsonNode answer = MAPPER.readTree(reply.body());
        assertThat(SCHEMAS.getSchema(whole).validate(answer)).as(reply.body()).isEmpty();
        return answer;
    }
}
