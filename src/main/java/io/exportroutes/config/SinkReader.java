package io.exportroutes.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.config.schema.SinkDefinition;
import io.exportroutes.config.schema.SinkDefinition.SectionKey;
import io.exportroutes.config.schema.SinkProperty;
import io.exportroutes.config.yaml.Section;
import io.exportroutes.value.Durations;
import io.exportroutes.value.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The properties of one Kamelet as exports.yaml sets them, checked as far as its schema cannot. */
final class SinkReader {
    private static final String INSECURE = "insecure-http";

    private SinkReader() {}

    static SinkValues read(SinkDefinition sink, Section section) {
        Map<String, String> values = new TreeMap<>();
        Map<String, String> names = new TreeMap<>();
        sink.settings().properties().forEach((key, property) -> {
            SectionKey place = sink.settings().place(key);
            checkFormat(place.in(section), place.key(), property);
            put(values, key, place.in(section).value(place.key()));
            if (!property.name().equals(key)) {
                names.put(key, property.name());
            }
        });
        sink.settings().rules().forEach(rule -> rule.check(section));
        checkAddresses(section, sink);
        return new SinkValues(values, names, sink.secrets());
    }

    private static void put(Map<String, String> properties, String key, JsonNode value) {
        if (value.isArray()) {
            List<String> entries = new ArrayList<>();
            value.forEach(entry -> entries.add(entry.asText()));
            properties.put(key, String.join(",", entries));
        } else if (value.isValueNode() && !value.isMissingNode()) {
            properties.put(key, value.asText());
        }
    }

    private static void checkFormat(Section section, String key, SinkProperty property) {
        switch (property.format()) {
            case "uri" -> Urls.http(section, key);
            case "size" ->
                checkSize(section, key, property.definition().path("minimum").asLong());
            case "duration" -> section.parsed(key, Durations::parse);
            default -> {
                // The other formats are for editors.
            }
        }
    }

    private static void checkSize(Section section, String key, long least) {
        if (section.parsed(key, Sizes::parse).filter(size -> size < least).isPresent()) {
            String path = section.path(key);
            section.problems()
                    .value(
                            path,
                            section.problems().shown(path, section.text(key)) + " is too small",
                            "Write " + Sizes.print(least) + " or more.");
        }
    }

    /** A type that knows {@code insecure-http} sends in clear only where that is said, or to this machine. */
    private static void checkAddresses(Section section, SinkDefinition sink) {
        if (!sink.settings().properties().containsKey(INSECURE)
                || section.text(INSECURE).equals("true")) {
            return;
        }
        sink.settings().properties().forEach((key, property) -> {
            if (property.format().equals("uri")
                    && section.optional(key).filter(Urls::isInClear).isPresent()) {
                section.problems()
                        .value(
                                section.path(key),
                                "http is allowed only for this machine (localhost, 127.0.0.1, [::1]):"
                                        + " the artifact would travel in clear",
                                "Write https://, or, for a network that you trust, insecure-http: true.");
            }
        });
    }

    static void checkSecurity(Section section) {
        boolean inClear = section.optional("security").filter("none"::equals).isPresent();
        boolean elsewhere =
                section.optional("host").filter(host -> !Urls.isLoopback(host)).isPresent();
        if (inClear && elsewhere) {
            section.problems()
                    .value(
                            section.path("security"),
                            "none is allowed only for a host that is this machine: the artifact would travel in clear",
                            "Write starttls or tls.");
        }
    }
}
