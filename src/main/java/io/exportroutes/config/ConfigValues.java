package io.exportroutes.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.exportroutes.config.yaml.YamlPaths;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What stands in exports.yaml, with the values of its placeholders, to be compared with what stands there later. */
public final class ConfigValues {
    private final JsonNode root;

    ConfigValues(JsonNode root) {
        this.root = root;
    }

    /** Nothing stands there. */
    static ConfigValues none() {
        return new ConfigValues(MissingNode.getInstance());
    }

    /**
     * What differs, by the names of the keys and without any value, as one may be a secret: {@code jobs.crm.schedule changed},
     * {@code destinations.archive is new}, {@code jobs.old is gone}.
     */
    public List<String> changesTo(ConfigValues later) {
        List<String> changes = new ArrayList<>();
        compare("", root, later.root, changes);
        return changes;
    }

    private static void compare(String path, JsonNode before, JsonNode after, List<String> changes) {
        if (before instanceof ObjectNode && after instanceof ObjectNode) {
            for (String key : keys(before, after)) {
                String child = YamlPaths.child(path, key);
                if (!before.has(key)) {
                    changes.add(child + " is new");
                } else if (!after.has(key)) {
                    changes.add(child + " is gone");
                } else {
                    compare(child, before.get(key), after.get(key), changes);
                }
            }
        } else if (!before.equals(after)) {
            changes.add(path + " changed");
        }
    }

    private static Set<String> keys(JsonNode before, JsonNode after) {
        Set<String> keys = new LinkedHashSet<>();
        Stream.of(before, after).forEach(node -> node.fieldNames().forEachRemaining(keys::add));
        return keys;
    }
}
