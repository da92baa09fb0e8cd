package io.exportroutes.lab.sandbox;

import static io.exportroutes.lab.sandbox.SandboxClient.errorCode;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is let in, and to what. */
class AccessTest {
    private Sandbox sandbox;
    private SandboxClient client;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.defaults());
        client = new SandboxClient(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void aCallWithoutTheTokenOrWithAnotherIsRefused() throws Exception {
        HttpResponse<byte[]> without = client.send(HttpRequest.newBuilder(client.uri("exports")));
        HttpResponse<byte[]> other =
                client.send(HttpRequest.newBuilder(client.uri("exports")).header("Authorization", "Bearer pat_other"));

        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(errorCode(without)).isEqualTo("unauthorized");
        assertThat(without.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(errorCode(other)).isEqualTo("unauthorized");
    }

    @Test
    void unknownProjectsExportsAndPathsAreNotFound() throws Exception {
        HttpResponse<byte[]> project = client.get("/projects/nowhere/exports");
        HttpResponse<byte[]> export = client.download("exp_20260601_182345_a1b2c3d4e5");
        HttpResponse<byte[]> path = client.get("export");

        assertThat(project.statusCode()).isEqualTo(404);
        assertThat(errorCode(project)).isEqualTo("project_not_found");
        assertThat(export.statusCode()).isEqualTo(404);
        assertThat(errorCode(export)).isEqualTo("export_not_found");
        assertThat(errorCode(path)).isEqualTo("route_not_found");
        assertThat(errorCode(client.download("1"))).isEqualTo("invalid_export_id");
    }

    @Test
    void anExportOfAnotherProjectIsNotFound() throws Exception {
        String id = sandbox.addExport(PlantedExport.schema("shop", new byte[] {'{', '}'}));

        assertThat(errorCode(client.download(id))).isEqualTo("export_not_found");
        assertThat(client.get("/projects/shop/export/download/" + id).statusCode())
                .isEqualTo(200);
    }

    @Test
    void anotherMethodIsNotAllowed() throws Exception {
        HttpResponse<byte[]> response = client.get("export/database");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void bodiesThatAreNoJsonObjectAreRefused() throws Exception {
        HttpResponse<byte[]> form = client.send(client.request("export/schema")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("format=sql")));

        assertThat(form.statusCode()).isEqualTo(415);
        assertThat(errorCode(client.post("export/schema", "{\"format\":"))).isEqualTo("invalid_json");
        assertThat(errorCode(client.post("export/schema", "[]"))).isEqualTo("invalid_request");
        assertThat(errorCode(client.post("export/schema", "{\"tables\":[]}"))).isEqualTo("invalid_request");
        assertThat(errorCode(client.post("export/schema", " ".repeat(CallLog.BODY_LIMIT) + "{}")))
                .isEqualTo("request_too_large");
    }

    @Test
    void everyCallIsRecordedWithItsHeadersAndBody() throws Exception {
        client.post("export/schema", "{\"format\":\"sql\"}", "X-Operation-Key", "nightly");
        client.get("exports?limit=7");

        assertThat(sandbox.calls()).hasSize(2);
        RecordedCall create = sandbox.calls().get(0);
        assertThat(create.method()).isEqualTo("POST");
        assertThat(create.path()).isEqualTo("/projects/crm/export/schema");
        assertThat(create.body()).isEqualTo("{\"format\":\"sql\"}");
        assertThat(create.header("x-operation-key")).isEqualTo("nightly");
        assertThat(create.header("authorization")).isEqualTo("Bearer pat_sandbox");
        assertThat(create.toString()).doesNotContain("pat_sandbox");
        assertThat(sandbox.calls().get(1).target().query()).isEqualTo("limit=7");
    }

    @Test
    void optionsNeverShowTheToken() {
        SandboxOptions options = SandboxOptions.builder().token("pat_own").build();

        assertThat(options + ", " + options.access()).doesNotContain("pat_own");
    }
}
