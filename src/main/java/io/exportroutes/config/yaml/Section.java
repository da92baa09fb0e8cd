package io.exportroutes.config.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One mapping of the file, already checked against the JSON Schema and with its defaults filled in. What was found wrong
 * or is unknown reads as absent, so that the rest can still be checked; stand-ins take its place, which reach a
 * configuration for looking alone.
 */
public final class Section {
    private final JsonNode node;
    private final String path;
    private final Problems problems;

    public Section(JsonNode node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    public String path(String key) {
        return YamlPaths.child(path, key);
    }

    /** The path of this mapping. */
    public String path() {
        return path;
    }

    public Problems problems() {
        return problems;
    }

    /** Whether the key stands there, with whatever value. */
    public boolean has(String key) {
        return node.has(key);
    }

    /** The value under the key, or a missing node where there is none or a wrong one. */
    public JsonNode value(String key) {
        return problems.isWrong(path(key)) ? MissingNode.getInstance() : node.path(key);
    }

    public Optional<String> optional(String key) {
        JsonNode value = value(key);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }

    public String text(String key) {
        return optional(key).orElseGet(() -> standIn(key, problems.standIn(path(key))));
    }

    public int whole(String key) {
        return optional(key).map(Integer::valueOf).orElseGet(() -> standIn(key, 1));
    }

    public double number(String key) {
        return optional(key).map(Double::valueOf).orElseGet(() -> standIn(key, 1.0));
    }

    /** The texts of a list; empty if there is none. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        value(key).forEach(entry -> texts.add(entry.asText()));
        return texts;
    }

    /** A duration within bounds, or a problem. */
    public Duration duration(String key, Duration least, Duration most) {
        return optionalDuration(key, least, most).orElseGet(() -> standIn(key, Duration.ZERO));
    }

    public Optional<Duration> optionalDuration(String key, Duration least, Duration most) {
        Optional<Duration> duration = parsed(key, Durations::parse);
        if (duration.isEmpty()
                || duration.get().compareTo(least) >= 0 && duration.get().compareTo(most) <= 0) {
            return duration;
        }
        problems.value(
                path(key),
                problems.shown(path(key), text(key)) + " is out of range",
                "Write a duration from " + Durations.print(least) + " to " + Durations.print(most) + ".");
        return Optional.empty();
    }

    /** The parsed text, or a problem if the parser refuses it; empty if there is no text. */
    public <T> Optional<T> parsed(String key, Function<String, T> parser) {
        Optional<String> text = optional(key);
        try {
            return text.map(parser);
        } catch (PermanentFailure refused) {
            problems.quoting(path(key), String.valueOf(refused.getMessage()), refused.hint());
        } catch (IllegalArgumentException refused) {
            String shown = problems.shown(path(key), text.orElse(""));
            problems.value(path(key), shown + " is " + refused.getMessage(), "Write it as the examples show.");
        }
        return Optional.empty();
    }

    public Section section(String key) {
        return new Section(value(key), path(key), problems);
    }

    /** The mappings below this one, by key, in the order of the file. */
    public Map<String, Section> sections() {
        Map<String, Section> sections = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(key -> sections.put(key, section(key)));
        return sections;
    }

    private <T> T standIn(String key, T value) {
        if (problems.isWhole()) {
            throw new IllegalStateException(path(key) + " is neither required nor has it a default");
        }
        return value;
    }
}
