package io.exportroutes.lab.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET …/exports}: newest first, so that new exports shift every page. */
final class ListEndpoint {
    private static final Set<String> STATUSES = Set.of("ready", "not_found", "all");

    private final Exports exports;
    private final Manifests manifests;

    ListEndpoint(Exports exports, Manifests manifests) {
        this.exports = exports;
        this.manifests = manifests;
    }

    ObjectNode answer(ApiCall call) {
        Map<String, String> query = parse(call.request().target().query());
        String status = query.getOrDefault("status", "all");
        if (!STATUSES.contains(status)) {
            throw new ApiRefusal(400, "invalid_export_status", "status must be ready, not_found, or all.");
        }
        long limit = number(query, "limit", 50);
        if (limit < 1 || limit > 500) {
            throw new ApiRefusal(400, "invalid_limit", "limit must be between 1 and 500.");
        }
        long asked = limit;
        limit = granted(asked, call.faults());
        long offset = number(query, "offset", 0);
        if (offset < 0) {
            throw new ApiRefusal(400, "invalid_offset", "offset must be 0 or more.");
        }
        List<Export> matching = exports.newestFirst(call.route().project()).stream()
                .filter(export -> !call.faults().has(FaultKind.UNLISTED))
                .filter(export -> status.equals("all") || status.equals(statusOf(export, call)))
                .toList();
        ObjectNode answer = Json.object();
        ArrayNode page = answer.putArray("exports");
        int end = (int) Math.min(matching.size(), offset + limit);
        matching.subList((int) Math.min(matching.size(), offset), end)
                .forEach(export -> page.add(manifests.describe(export, call.now(), call.faults())));
        long told = call.faults().has(FaultKind.ECHO_LIMIT) ? asked : limit;
        return count(answer, matching.size(), told, call.faults()).put("offset", offset);
    }

    private static long granted(long asked, TakenFaults faults) {
        Long most = faults.planned(FaultKind.SMALL_PAGES, 50);
        if (most == null || most >= asked) {
            return asked;
        }
        faults.strike(FaultKind.SMALL_PAGES);
        return most;
    }

    private static ObjectNode count(ObjectNode answer, long total, long limit, TakenFaults faults) {
        if (!faults.has(FaultKind.NO_TOTAL)) {
            answer.put("total", Math.max(0, total + faults.shift(FaultKind.WRONG_TOTAL)));
        }
        return faults.has(FaultKind.NO_LIMIT) ? answer : answer.put("limit", limit);
    }

    private static String statusOf(Export export, ApiCall call) {
        return export.standing(call.now()).under(call.faults(), call.now()).status();
    }

    private static long number(Map<String, String> query, String name, long byDefault) {
        String given = query.get(name);
        if (given == null) {
            return byDefault;
        }
        return given.matches("\\d{1,18}") ? Long.parseLong(given) : -1;
    }

    private static Map<String, String> parse(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                parameters.putIfAbsent(pair.substring(0, equals), value);
            }
        }
        return parameters;
    }
}
