package io.exportroutes.lab.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The last calls, oldest first. */
final class CallLog {
    static final int BODY_LIMIT = 1 << 20;
    private static final int KEPT = 10_000;

    private final Deque<RecordedCall> calls = new ArrayDeque<>();

    /** Reads the request whole, up to one byte more than {@link #BODY_LIMIT}, and keeps it. */
    RecordedCall record(HttpExchange exchange) throws IOException {
        Instant at = Instant.now();
        byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        RecordedCall call = new RecordedCall(
                at,
                exchange.getRequestMethod(),
                RecordedCall.Target.of(exchange.getRequestURI()),
                Collections.unmodifiableMap(headers),
                new String(body, StandardCharsets.UTF_8));
        if (!call.path().startsWith(ControlEndpoint.ROOT)) {
            keep(call);
        }
        return call;
    }

    private synchronized void keep(RecordedCall call) {
        if (calls.size() == KEPT) {
            calls.removeFirst();
        }
        calls.addLast(call);
    }

    synchronized List<RecordedCall> all() {
        return List.copyOf(calls);
    }
}
