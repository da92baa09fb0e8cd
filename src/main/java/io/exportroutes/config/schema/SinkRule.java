package io.exportroutes.config.schema;

import io.exportroutes.config.yaml.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rule about the properties of a destination, from a line of its Kamelet's annotation: {@code accessKey needs secretKey},
 * {@code kmsKeyId needs serverSideEncryption=aws:kms}, {@code needs password or privateKeyFile}.
 *
 * @param property the key in exports.yaml whose presence needs something; null if the destination itself does
 * @param needs one of these has to be there
 */
public record SinkRule(@Nullable String property, List<Need> needs) {
    private static final Pattern LINE = Pattern.compile("(?:(\\S+) )?needs (\\S+(?: or \\S+)*)");

    /** @param value the required value of the property; null if it only has to be set */
    record Need(String property, @Nullable String value) {
        static Need parse(String text) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            return new Need(PropertyNames.key(name), equals < 0 ? null : text.substring(equals + 1));
        }

        private boolean met(Section section) {
            return section.optional(property)
                    .filter(text -> !text.isEmpty() && (value == null || value.equals(text)))
                    .isPresent();
        }

        private String told() {
            return value == null ? property : property + ": " + value;
        }

        private String remedy() {
            return value == null ? property : property + " to " + value;
        }
    }

    /** Reads a line; empty if it is no rule. */
    static Optional<SinkRule> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<Need> needs = new ArrayList<>();
        for (String need : matcher.group(2).split(" or ")) {
            needs.add(Need.parse(need));
        }
        String property = matcher.group(1);
        return Optional.of(new SinkRule(property == null ? null : PropertyNames.key(property), List.copyOf(needs)));
    }

    /** The keys of all properties that it speaks of. */
    List<String> properties() {
        List<String> properties =
                new ArrayList<>(needs.stream().map(Need::property).toList());
        if (property != null) {
            properties.add(property);
        }
        return properties;
    }

    /** Adds a problem where the rule is broken; what is wrong already is judged no further. */
    public void check(Section section) {
        boolean unclear =
                properties().stream().anyMatch(each -> section.problems().isWrong(section.path(each)));
        boolean asked = property == null || section.optional(property).isPresent();
        if (unclear || !asked || needs.stream().anyMatch(need -> need.met(section))) {
            return;
        }
        String told = joined(needs.stream().map(Need::told).toList());
        String remedy = "Set " + joined(needs.stream().map(Need::remedy).toList());
        if (property == null) {
            section.problems().key(section.path(), "it needs " + told, remedy + ".");
        } else {
            section.problems()
                    .value(
                            section.path(property),
                            property + " needs " + told,
                            remedy + ", or remove " + property + ".");
        }
    }

    private static String joined(List<String> words) {
        return words.stream().collect(Collectors.joining(" or "));
    }
}
