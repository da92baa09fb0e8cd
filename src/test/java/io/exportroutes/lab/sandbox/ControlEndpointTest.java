package io.exportroutes.lab.sandbox;

import static io.exportroutes.lab.sandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults and calls over HTTP. */
class ControlEndpointTest {
    private Sandbox sandbox;
    private SandboxClient client;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.defaults());
        client = new SandboxClient(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.stop(); // what is planted here is to be shown, not to strike
    }

    @Test
    void faultsArePlantedShownAndTakenAway() throws Exception {
        sandbox.faults().plant("drop");

        HttpResponse<byte[]> put = put("{\"faults\":[\"status=503x2\","
                + "{\"fault\":\"truncate\",\"argument\":4,\"operation\":\"download\",\"times\":1}]}");

        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(client.get("exports").statusCode()).isEqualTo(503);
        assertThat(json(client.get("/_sandbox/faults")).toString())
                .isEqualTo("{\"faults\":[{\"fault\":\"status\",\"argument\":\"503\",\"operation\":null,\"times\":1,"
                        + "\"struck\":1},{\"fault\":\"truncate\",\"argument\":\"4\",\"operation\":\"download\","
                        + "\"times\":1,\"struck\":0}],\"gone\":[],"
                        + "\"idle\":[\"status=503x2 struck 1 time\",\"truncate@download=4x1 struck 0 times\"]}");

        client.send(HttpRequest.newBuilder(client.uri("/_sandbox/faults")).DELETE());
        assertThat(client.get("exports").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsUsedUpIsStillShownWithItsStrikes() throws Exception {
        put("{\"faults\":[\"status@list=503x1\",\"drop@create\"]}");
        client.get("exports");

        assertThat(json(client.get("/_sandbox/faults")).toString())
                .isEqualTo("{\"faults\":[{\"fault\":\"drop\",\"argument\":null,\"operation\":\"create\",\"times\":0,"
                        + "\"struck\":0}],\"gone\":[{\"fault\":\"status\",\"argument\":\"503\",\"operation\":\"list\","
                        + "\"times\":0,\"struck\":1}],\"idle\":[\"drop@create struck 0 times\"]}");
        put("{\"faults\":[]}");
        assertThat(json(client.get("/_sandbox/faults")).toString())
                .isEqualTo("{\"faults\":[],\"gone\":[],\"idle\":[]}");
    }

    @Test
    void aMistakeIsNamedAndChangesNothing() throws Exception {
        sandbox.faults().plant("status=503");

        assertThat(json(put("{\"faults\":[\"explode\"]}")).get("error").asText())
                .isEqualTo("unknown fault 'explode'");
        assertThat(put("{\"faults\":").statusCode()).isEqualTo(400);
        assertThat(put("{}").statusCode()).isEqualTo(400);
        assertThat(client.get("/_sandbox/other").statusCode()).isEqualTo(404);
        assertThat(sandbox.faults().planted()).hasSize(1);
        assertThat(client.get("exports").statusCode()).isEqualTo(503);
    }

    @Test
    void callsAreShownWithoutTheToken() throws Exception {
        client.post("export/schema", "{}", "X-Operation-Key", "nightly");

        HttpResponse<byte[]> response = client.get("/_sandbox/calls");

        JsonNode call = json(response).at("/calls/0");
        assertThat(call.get("method").asText()).isEqualTo("POST");
        assertThat(call.get("path").asText()).isEqualTo("/projects/crm/export/schema");
        assertThat(call.get("body").asText()).isEqualTo("{}");
        assertThat(call.get("headers").toString()).contains("nightly");
        assertThat(response.body()).asString().doesNotContain("pat_sandbox");
        assertThat(json(response).get("calls")).hasSize(1);
    }

    private HttpResponse<byte[]> put(String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(client.uri("/_sandbox/faults")).PUT(BodyPublishers.ofString(body)));
    }
}
