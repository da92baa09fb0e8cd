package io.exportroutes.kamelet.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.testing.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing goes to the API but what belongs there, and the token is nowhere but on the wire. */
class KameletHygieneTest {
    private static final String TOKEN = "pat_nobody_may_see_this";
    private static final String CREATE_DATABASE = "zangtable-create-export-action?kind=database&project=crm";
    private static final String CREATE_SCHEMA = "zangtable-create-export-action?kind=schema&project=crm";
    private static final String LIST = "zangtable-list-exports-action?project=crm";
    private static final String DOWNLOAD = "zangtable-download-export-action?project=crm";

    private final ScriptedServer server = new ScriptedServer();
    private final ScriptedServer elsewhere = new ScriptedServer();
    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        for (String call : new String[] {"create-export", "list-exports", "download-export"}) {
            String prefix = "camel.kamelet.zangtable-" + call + "-action.";
            context.getPropertiesComponent().addInitialProperty(prefix + "baseUrl", server.baseUrl());
            context.getPropertiesComponent().addInitialProperty(prefix + "token", TOKEN);
        }
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        server.close();
        elsewhere.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {CREATE_DATABASE, CREATE_SCHEMA, LIST, DOWNLOAD})
    void whatIsOnTheMessageStaysHere(String kamelet) {
        server.answers(200, "application/json", reply(kamelet));

        call(kamelet, hostile());

        ScriptedServer.Request request = server.request();
        assertThat(request.method()).isEqualTo(kamelet.contains("create") ? "POST" : "GET");
        assertThat(request.uri()).startsWith("/projects/crm/export");
        assertThat(request.headers().keySet())
                .isSubsetOf(
                        "Accept",
                        "Accept-Encoding",
                        "Authorization",
                        "Connection",
                        "Content-Length",
                        "Content-Type",
                        "Host",
                        "Transfer-Encoding",
                        "User-Agent");
        assertThat(request.headers()).containsEntry("Authorization", "Bearer " + TOKEN);
        assertThat(elsewhere.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {CREATE_DATABASE, CREATE_SCHEMA, LIST, DOWNLOAD})
    void whatTheServerSendsBesideTheReplyStaysThere(String kamelet) {
        Map<String, String> headers = Map.of(
                "Content-Type", "application/json",
                "mail.smtp.host", "evil.example.com",
                "Authorization", "Bearer other",
                "Set-Cookie", "a=b",
                "CamelFileName", "../x",
                "ExportRoutesProject", "other");
        server.answers(200, headers, reply(kamelet));

        Map<String, Object> after = call(kamelet, Map.of()).getMessage().getHeaders();

        assertThat(after.keySet())
                .isSubsetOf(
                        "ExportRoutesRequestId",
                        "ExportRoutesOperationRunId",
                        "ExportRoutesOperationGroupingStatus",
                        "ExportRoutesServerTime",
                        "Content-Type",
                        "Content-Length");
    }

    @ParameterizedTest
    @ValueSource(strings = {CREATE_DATABASE, CREATE_SCHEMA, LIST, DOWNLOAD})
    void theTokenIsInNoUriNoModelNoMessageAndNoFailure(String kamelet) throws Exception {
        server.answers(403, "application/json", ApiExamples.refusal("forbidden", "Bearer " + TOKEN + " may not."));

        Exchange exchange = call(kamelet, Map.of());

        ExportFailure failure = ExportFailure.in(exchange.getException());
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage() + failure.hint() + failure).doesNotContain(TOKEN);
        assertThat(exchange.getMessage().getHeaders().toString()).doesNotContain(TOKEN);
        assertThat(exchange.getProperties().toString()).doesNotContain(TOKEN);
        assertThat(context.getEndpoints())
                .extracting(endpoint -> endpoint.getEndpointUri() + endpoint.getEndpointKey() + endpoint)
                .isNotEmpty()
                .noneMatch(text -> text.contains(TOKEN));
        assertThat(model()).contains("kamelet:source").doesNotContain(TOKEN);
    }

    private Exchange call(String kamelet, Map<String, Object> headers) {
        try (var template = context.createProducerTemplate()) {
            return template.request("kamelet:" + kamelet, exchange -> {
                exchange.getMessage().setHeaders(new HashMap<>(headers));
                exchange.getMessage().setHeader(CallHeaders.EXPORT_ID, "exp_1");
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> hostile() {
        Map<String, Object> headers = new HashMap<>();
        headers.put(Exchange.HTTP_URI, elsewhere.baseUrl());
        headers.put("CamelRestHttpUri", elsewhere.baseUrl());
        headers.put(Exchange.HTTP_PATH, "/admin");
        headers.put(Exchange.HTTP_QUERY, "all=true");
        headers.put(Exchange.HTTP_RAW_QUERY, "all=true");
        headers.put(Exchange.HTTP_METHOD, "DELETE");
        headers.put("Authorization", "Basic b3RoZXI=");
        headers.put("Cookie", "session=1");
        headers.put("Host", "evil.example.com");
        headers.put("X-Api-Key", "other");
        headers.put("jobDetail", "JobDetail 'group.job'");
        headers.put("mail.smtp.host", "evil.example.com");
        headers.put("Content-Type", "application/x-java-serialized-object");
        headers.put("Content-Encoding", "gzip");
        headers.put("Transfer-Encoding", "chunked");
        return headers;
    }

    private static String reply(String kamelet) {
        return switch (kamelet) {
            case CREATE_DATABASE -> ApiExamples.database();
            case CREATE_SCHEMA -> ApiExamples.schema();
            case LIST -> ApiExamples.listing();
            default -> "{\"contacts\": []}";
        };
    }

    private String model() throws Exception {
        ModelCamelContext models = (ModelCamelContext) context;
        StringBuilder text = new StringBuilder();
        for (var route : models.getRouteDefinitions()) {
            text.append(PluginHelper.getModelToXMLDumper(context).dumpModelAsXml(context, route, true, true, true));
        }
        for (var template : models.getRouteTemplateDefinitions()) {
            text.append(PluginHelper.getModelToXMLDumper(context).dumpModelAsXml(context, template, true, true, true));
        }
        return text.toString();
    }
}
