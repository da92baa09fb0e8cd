package io.exportroutes.config.schema;

import io.exportroutes.config.yaml.Section;
import io.exportroutes.value.Sizes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which artifacts the destinations of a type store: all ({@code true}), none ({@code false}: they only announce them), or those up to a size
 * that one of their properties says ({@code up-to attachUpTo}).
 *
 * @param upTo the property's key in exports.yaml, or null
 */
public record StoresAnnotation(boolean any, @Nullable String upTo) {
    private static final Pattern UP_TO = Pattern.compile("up-to (\\S+)");

    /** Reads the annotation's text; empty if it says none of the three. */
    static Optional<StoresAnnotation> parse(String text) {
        Matcher matcher = UP_TO.matcher(text);
        if (matcher.matches()) {
            return Optional.of(new StoresAnnotation(true, PropertyNames.key(matcher.group(1))));
        }
        return switch (text) {
            case "true" -> Optional.of(new StoresAnnotation(true, null));
            case "false" -> Optional.of(new StoresAnnotation(false, null));
            default -> Optional.empty();
        };
    }

    /** The artifacts that this destination stores. */
    public Copies of(Section destination) {
        if (upTo != null) {
            return new Copies(destination.parsed(upTo, Sizes::parse).orElse(-1L), upTo);
        }
        return any ? Copies.OF_ALL : Copies.OF_NONE;
    }
}
