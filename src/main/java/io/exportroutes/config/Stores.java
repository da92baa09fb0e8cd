package io.exportroutes.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What destinations of a type keep: every artifact ({@code true}), none ({@code false}: they tell of it), or those up to a size
 * that one of their properties says ({@code up-to attach-up-to}).
 *
 * @param upTo the property, or null
 */
record Stores(boolean any, @Nullable String upTo) {
    private static final Pattern UP_TO = Pattern.compile("up-to (\\S+)");

    /** Reads the annotation's text; empty where it says none of the three. */
    static Optional<Stores> parse(String text) {
        Matcher matcher = UP_TO.matcher(text);
        if (matcher.matches()) {
            return Optional.of(new Stores(true, matcher.group(1)));
        }
        return switch (text) {
            case "true" -> Optional.of(new Stores(true, null));
            case "false" -> Optional.of(new Stores(false, null));
            default -> Optional.empty();
        };
    }

    /** What this destination keeps. */
    Copies of(Section destination) {
        if (upTo != null) {
            return new Copies(destination.parsed(upTo, Sizes::parse).orElse(-1L), upTo);
        }
        return any ? Copies.OF_ALL : Copies.OF_NONE;
    }
}
