package io.exportroutes.kamelet.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.api.ApiErrors;
import io.exportroutes.api.ApiReply;
import io.exportroutes.api.CallTrace;
import io.exportroutes.api.Envelope;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.value.Secret;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Classifies the replies that the API Kamelets get, and leaves only the headers of docs/kamelets.md on the message. */
final class ApiReplies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_REFUSAL = 64 * 1024;

    private final Secret token;

    /** @param token taken out of what a server echoes */
    ApiReplies(Secret token) {
        this.token = token;
    }

    /** Makes the body the object under {@code data}, or the one of this name in it, and names the call in headers. */
    void accept(Exchange exchange, @Nullable String part) {
        Message message = exchange.getMessage();
        ReplyHead reply = ReplyHead.of(message);
        String body = whole(stream(message));
        ApiCall call = ApiCall.of(exchange);
        clear(message);
        Envelope envelope = envelope(call, reply, body);
        JsonNode wanted = part == null ? envelope.data() : envelope.data().path(part);
        if (!wanted.isObject()) {
            throw new TransientFailure(
                    FailureCode.NOT_AN_ENVELOPE,
                    "The reply to %s lacks %s".formatted(call.name(), part == null ? "data" : "data." + part),
                    "It is retried; if it keeps failing, report it to the API's support.",
                    envelope.trace().requestId(),
                    null,
                    null);
        }
        trace(message, envelope.trace());
        keep(message, CallHeaders.SERVER_TIME, reply.serverTime());
        message.setBody(JSON.convertValue(wanted, Map.class));
        call.answered();
    }

    private Envelope envelope(ApiCall call, ReplyHead reply, String body) {
        try {
            return ApiErrors.expectOk(
                    ApiReply.toCall(call.name(), reply.status(), reply.retryAfter(), body, token), Instant.now());
        } catch (ExportFailure refused) {
            throw call.judged(reply.status(), refused);
        }
    }

    /** Makes the body the stream of the artifact's bytes; its reader reads it to its end or closes it. */
    void artifact(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        ReplyHead reply = ReplyHead.of(message);
        BufferedInputStream bytes = new BufferedInputStream(stream(message));
        ApiCall call = ApiCall.of(exchange);
        clear(message);
        try {
            refuse(reply, call.name(), bytes);
        } catch (ExportFailure e) {
            bytes.close();
            throw call.judged(reply.status(), e);
        }
        message.setHeaders(reply.artifactHeaders());
        message.setBody(bytes);
        call.answered();
    }

    private void refuse(ReplyHead reply, String call, BufferedInputStream bytes) {
        if (!reply.ok() || reply.mayBeEnvelope()) {
            String start = peek(bytes);
            boolean envelope =
                    Envelope.parse(start).filter(Envelope::beyondDoubt).isPresent();
            if (!reply.ok() || envelope) {
                throw ApiErrors.failure(
                        ApiReply.toDownload(call, reply.status(), reply.retryAfter(), start, token), Instant.now());
            }
        }
        if (reply.encoded()) {
            throw new PermanentFailure(
                    FailureCode.UNEXPECTED_ENCODING,
                    "The %s came encoded although the request accepts no encoding".formatted(call),
                    "Look for a proxy that compresses between here and the API.");
        }
    }

    /** Takes everything off the message. */
    private static void clear(Message message) {
        message.removeHeaders("*");
        message.setBody(null);
    }

    private static void trace(Message message, CallTrace trace) {
        keep(message, CallHeaders.REQUEST_ID, trace.requestId());
        keep(message, CallHeaders.OPERATION_RUN_ID, trace.operationRunId());
        keep(message, CallHeaders.OPERATION_GROUPING_STATUS, trace.operationGroupingStatus());
    }

    private static void keep(Message message, String header, @Nullable String value) {
        if (value != null) {
            message.setHeader(header, value);
        }
    }

    private static InputStream stream(Message message) {
        InputStream stream = message.getBody(InputStream.class);
        return stream == null ? InputStream.nullInputStream() : stream;
    }

    private static String whole(InputStream reply) {
        try (reply) {
            return new String(reply.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw cut(e);
        }
    }

    private static String peek(BufferedInputStream bytes) {
        try {
            bytes.mark(LONGEST_REFUSAL);
            String start = new String(bytes.readNBytes(LONGEST_REFUSAL), StandardCharsets.UTF_8);
            bytes.reset();
            return start;
        } catch (IOException e) {
            throw cut(e);
        }
    }

    private static TransientFailure cut(IOException cause) {
        return new TransientFailure(
                FailureCode.CONNECTION_LOST,
                "The connection broke during a reply: " + cause.getMessage(),
                "It is retried; if it keeps failing, check the network and the API's status page.",
                cause);
    }
}
