package io.exportroutes.kamelet.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.api.ApiGate;
import io.exportroutes.api.CallLimit;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Makes the requests of the API Kamelets: one instance per Kamelet in use, its properties the Kamelet's. What the message
 * says (see {@link CallHeaders}) goes before the properties. All other headers are dropped before the call. The token is
 * none of its business: {@link ApiHttpClient} adds it on the wire.
 */
public final class ApiRequests {
    /** The name of the {@link ApiGate} that the calls of this application pass; without it they pass freely. */
    public static final String GATE = "apiGate";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private final Map<String, String> properties = new LinkedHashMap<>();

    /** Turns the message into {@code POST /projects/{project}/export/database}; the body is its options. */
    public void createDatabaseExport(Exchange exchange) {
        create(exchange, "create-database-export", "/export/database");
    }

    /** Turns the message into {@code POST /projects/{project}/export/schema}; the body is its options. */
    public void createSchemaExport(Exchange exchange) {
        create(exchange, "create-schema-export", "/export/schema");
    }

    /** Turns the message into {@code GET /projects/{project}/exports}. */
    public void listExports(Exchange exchange) {
        Message message = exchange.getMessage();
        String project = given(message, CallHeaders.PROJECT, "project");
        ApiUrl url = project(project)
                .path("/exports")
                .query("status", given(message, CallHeaders.STATUS, "status"))
                .query("limit", given(message, CallHeaders.LIMIT, "limit"))
                .query("offset", given(message, CallHeaders.OFFSET, "offset"));
        send(exchange, "list-exports of " + ApiUrl.encoded(project), url, null);
    }

    /** Turns the message into {@code GET /projects/{project}/export/download/{export_id}}. */
    public void downloadExport(Exchange exchange) {
        Message message = exchange.getMessage();
        String id = given(message, CallHeaders.EXPORT_ID, "exportId");
        ApiUrl url = project(given(message, CallHeaders.PROJECT, "project"))
                .path("/export/download")
                .segment("export_id", id);
        send(exchange, "download of " + ApiUrl.encoded(id), url, null);
        message.setHeader("Accept", "*/*");
        // The bytes as they are: size and checksum are those of the artifact, not of what a decoder made of it.
        exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true);
    }

    private void create(Exchange exchange, String call, String path) {
        Message message = exchange.getMessage();
        Map<String, Object> options = options(message);
        options.computeIfAbsent("format", name -> orNull("format"));
        options.computeIfAbsent("file_name", name -> orNull("fileName"));
        String project = given(message, CallHeaders.PROJECT, "project");
        send(exchange, call + " of " + ApiUrl.encoded(project), project(project).path(path), options);
    }

    private ApiUrl project(String project) {
        return ApiUrl.at(property("baseUrl")).path("/projects").segment("project", project);
    }

    /** Clears the message, so that nothing goes out that the caller or an earlier step left on it. */
    private void send(Exchange exchange, String call, ApiUrl url, @Nullable Map<String, Object> body) {
        Message message = exchange.getMessage();
        String key = given(message, CallHeaders.OPERATION_KEY, "operationKey");
        String run = given(message, CallHeaders.OPERATION_RUN_ID, "");
        ApiCall.begin(exchange, call);
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_URI, url.toString());
        message.setHeader("Accept", "application/json");
        message.setHeader("Accept-Encoding", "identity");
        operation(message, "X-Operation-Key", key);
        operation(message, "X-Operation-Run-Id", run);
        message.setBody(body);
        pass(exchange);
    }

    private static void pass(Exchange exchange) {
        ApiGate gate = exchange.getContext().getRegistry().lookupByNameAndType(GATE, ApiGate.class);
        CallLimit run = exchange.getProperty(CallLimit.PROPERTY, CallLimit.class);
        if (gate != null) {
            ApiCall call = ApiCall.of(exchange);
            if (run != null) {
                // A millisecond more, so that what then looks at the clock sees that the deadline has passed
                call.endsWithin(() -> run.left(gate.clock()).plusMillis(1));
            }
            call.enter(gate, run == null ? () -> {} : () -> run.check(gate.clock(), call.name()));
        }
    }

    private static void operation(Message message, String name, String value) {
        if (value.isBlank()) {
            return;
        }
        if (value.length() > 200 || !value.chars().allMatch(character -> character > 0x1f && character < 0x7f)) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "The value for " + name + " cannot be a header",
                    "Use printable ASCII, at most 200.");
        }
        message.setHeader(name, value);
    }

    private static Map<String, Object> options(Message message) {
        Object body = message.getBody();
        Map<String, Object> options = new LinkedHashMap<>();
        if (body instanceof Map<?, ?> map) {
            map.forEach((key, value) -> options.put(String.valueOf(key), value));
            return options;
        }
        String text = Objects.requireNonNullElse(message.getBody(String.class), "");
        try {
            return text.isBlank() ? options : Objects.requireNonNullElse(JSON.readValue(text, OBJECT), options);
        } catch (JsonProcessingException e) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "The body is no JSON object",
                    "Send a Map, a JSON object or an empty body.",
                    e);
        }
    }

    private String given(Message message, String header, String property) {
        String value = message.getHeader(header, String.class);
        return value != null && !value.isBlank() ? value : property(property);
    }

    private String property(String name) {
        return properties.getOrDefault(name, "");
    }

    private @Nullable String orNull(String name) {
        String value = property(name);
        return value.isBlank() ? null : value;
    }

    // The Kamelet's properties; an empty one is as good as none.

    public void setBaseUrl(String baseUrl) {
        properties.put("baseUrl", baseUrl);
    }

    public void setProject(String project) {
        properties.put("project", project);
    }

    public void setOperationKey(String operationKey) {
        properties.put("operationKey", operationKey);
    }

    public void setFormat(String format) {
        properties.put("format", format);
    }

    public void setFileName(String fileName) {
        properties.put("fileName", fileName);
    }

    public void setStatus(String status) {
        properties.put("status", status);
    }

    public void setLimit(String limit) {
        properties.put("limit", limit);
    }

    public void setOffset(String offset) {
        properties.put("offset", offset);
    }

    public void setExportId(String exportId) {
        properties.put("exportId", exportId);
    }
}
