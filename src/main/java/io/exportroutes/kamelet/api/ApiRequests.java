package io.exportroutes.kamelet.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.api.ApiGate;
import io.exportroutes.api.ApiUrl;
import io.exportroutes.api.CallLimit;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Makes the requests of an API Kamelet: one instance per Kamelet in use. The Kamelet says what it calls (path, query, options
 * of the body) and with which values; a value that the message has in a header ({@link CallHeaders}) overrides the Kamelet's.
 * All other headers are dropped before the call. {@link ApiHttpClient} adds the token.
 */
public final class ApiRequests {
    /** The name of the bean that this application sets as the property {@code gate} of the Kamelets it calls. */
    public static final String GATE = "apiGate";

    private static final String JSON_TYPE = "application/json";
    private static final Pattern VALUE = Pattern.compile("\\{(\\w+)}");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private final Map<String, String> values = new LinkedHashMap<>();
    private String call = "";
    private String baseUrl = "";
    private String path = "";
    private List<String> query = List.of();
    private List<String> options = List.of();
    private String accept = JSON_TYPE;
    private @Nullable ApiGate gate;

    /** Turns the message into the request that the properties describe. */
    public void begin(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<String, Object> body = options.isEmpty() ? null : body(message);
        ApiUrl url = ApiUrl.at(baseUrl).path(path, name -> given(message, name));
        query.forEach(name -> url.query(name, given(message, name)));
        String operationKey = given(message, "operationKey");
        String run = Objects.requireNonNullElse(message.getHeader(CallHeaders.OPERATION_RUN_ID, String.class), "");
        ApiCall.begin(exchange, name(message));
        // The call sends nothing that the caller or an earlier step left on the message.
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_URI, url.toString());
        message.setHeader("Accept", accept);
        message.setHeader("Accept-Encoding", "identity");
        operation(message, "X-Operation-Key", operationKey);
        operation(message, "X-Operation-Run-Id", run);
        message.setBody(body);
        // The bytes as they are: size and checksum are those of the artifact, not of what a decoder made of it.
        if (!accept.equals(JSON_TYPE)) {
            exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true);
        }
        pass(exchange);
    }

    private String name(Message message) {
        return VALUE.matcher(call)
                .replaceAll(name -> Matcher.quoteReplacement(ApiUrl.encoded(given(message, name.group(1)))));
    }

    private void pass(Exchange exchange) {
        CallLimit limit = exchange.getVariable(CallLimit.VARIABLE, CallLimit.class);
        ApiGate passed = gate;
        if (passed != null) {
            ApiCall begun = ApiCall.of(exchange);
            if (limit != null) {
                // A millisecond more, so that what then looks at the clock sees that the deadline has passed
                begun.endsWithin(() -> limit.left(passed.clock()).plusMillis(1));
            }
            begun.enter(passed, limit == null ? () -> {} : () -> limit.check(passed.clock(), begun.name()));
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
                    "Use at most 200 printable ASCII characters.");
        }
        message.setHeader(name, value);
    }

    /** The options in the body, and the properties for those that it leaves out. */
    private Map<String, Object> body(Message message) {
        Map<String, Object> body = sent(message);
        for (String option : options) {
            String value = values.getOrDefault(option, "");
            if (!value.isBlank()) {
                body.putIfAbsent(ApiUrl.snakeCase(option), value);
            }
        }
        return body;
    }

    private static Map<String, Object> sent(Message message) {
        Object body = message.getBody();
        Map<String, Object> sent = new LinkedHashMap<>();
        if (body instanceof Map<?, ?> map) {
            map.forEach((key, value) -> sent.put(String.valueOf(key), value));
            return sent;
        }
        String text = Objects.requireNonNullElse(message.getBody(String.class), "");
        try {
            return text.isBlank() ? sent : Objects.requireNonNullElse(JSON.readValue(text, OBJECT), sent);
        } catch (JsonProcessingException e) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "The body is not a JSON object",
                    "Send a Map, a JSON object or an empty body.",
                    e);
        }
    }

    /** The header of that name, or else the property: {@code ExportRoutesExportId} of {@code exportId}. */
    private String given(Message message, String name) {
        String header = "ExportRoutes" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        String value = message.getHeader(header, String.class);
        return value != null && !value.isBlank() ? value : values.getOrDefault(name, "");
    }

    private static List<String> names(String list) {
        return Pattern.compile(",").splitAsStream(list).map(String::strip).toList();
    }

    /** The call's name for messages, with values in braces: {@code list-exports of {project}}. */
    public void setCall(String call) {
        this.call = call;
    }

    /** The API's base URL. */
    public void setBaseUrl(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /** The path after the base URL, with values in braces: {@code /projects/{project}/exports}. */
    public void setPath(String path) {
        this.path = path;
    }

    /** The names of the values in the query, separated by commas; one without a value is left out. */
    public void setQuery(String query) {
        this.query = names(query);
    }

    /** The values that the body has, separated by commas, unless the message's body says otherwise. */
    public void setOptions(String options) {
        this.options = names(options);
    }

    /** The accepted media type, {@code application/json} unless set; any other reply is passed on undecoded. */
    public void setAccept(String accept) {
        this.accept = accept;
    }

    /** The gate that limits the calls; without one nothing limits them. */
    public void setGate(ApiGate gate) {
        this.gate = gate;
    }

    // The values; an empty one is as good as none.

    public void setProject(String project) {
        values.put("project", project);
    }

    public void setOperationKey(String operationKey) {
        values.put("operationKey", operationKey);
    }

    public void setFormat(String format) {
        values.put("format", format);
    }

    public void setFileName(String fileName) {
        values.put("fileName", fileName);
    }

    public void setStatus(String status) {
        values.put("status", status);
    }

    public void setLimit(String limit) {
        values.put("limit", limit);
    }

    public void setOffset(String offset) {
        values.put("offset", offset);
    }

    public void setExportId(String exportId) {
        values.put("exportId", exportId);
    }
}
