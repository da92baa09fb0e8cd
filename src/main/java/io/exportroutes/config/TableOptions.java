package io.exportroutes.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.exportroutes.config.yaml.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table options of a job as the API's body has them. */
final class TableOptions {
    /** The keys of a job that go into the body. */
    static final List<String> KEYS = List.of("include-tables", "exclude-tables", "table-options");

    private static final JsonMapper JSON = new JsonMapper();

    private TableOptions() {}

    /** The keys that the job sets, in snake case, with their values. Table names and columns stay as they are. */
    static Map<String, Object> body(Section job) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (String key : KEYS) {
            JsonNode value = job.value(key);
            if (!value.isMissingNode()) {
                body.put(key.replace('-', '_'), plain(value));
            }
        }
        return body;
    }

    private static Object plain(JsonNode value) {
        try {
            return JSON.treeToValue(value, Object.class);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree that was read cannot be mapped", impossible);
        }
    }
}
