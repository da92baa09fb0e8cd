package io.exportroutes.config.yaml;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Resolves {@code {{env:NAME}}}, {@code {{env:NAME:default}}}, {@code {{sys:NAME}}}, {@code {{sys:NAME:default}}} and
 * {@code {{file:/path}}} (the file's text without white space around it), anywhere in a text; every other
 * {@code {{…}}} goes to a fallback. Placeholders within a default are resolved as well. What cannot be resolved is a
 * {@link PermanentFailure} that names the placeholder and never a value.
 */
public final class Placeholders implements UnaryOperator<String> {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private final Function<String, @Nullable String> environment;
    private final UnaryOperator<String> fallback;
    private final UnaryOperator<String> files;

    /**
     * @param environment the value of an environment variable, or null if it is not set
     * @param fallback resolves one whole {@code {{…}}} of another kind, or raises what says why not
     */
    public Placeholders(Function<String, @Nullable String> environment, UnaryOperator<String> fallback) {
        this(environment, fallback, PlaceholderFile::read);
    }

    private Placeholders(
            Function<String, @Nullable String> environment,
            UnaryOperator<String> fallback,
            UnaryOperator<String> files) {
        this.environment = environment;
        this.fallback = fallback;
        this.files = files;
    }

    /** The same for commands that need no secret: no file is read and no vault asked, as if neither had a value. */
    public Placeholders withoutSecrets() {
        return new Placeholders(environment, Placeholders::untouched, Placeholders::untouched);
    }

    private static String untouched(String placeholder) {
        throw unresolved(placeholder + " is not looked up", "Only a process that makes exports looks it up.");
    }

    /** Whether the text holds a placeholder. */
    static boolean in(String text) {
        return text.contains(OPEN);
    }

    /**
     * The text with each placeholder replaced.
     *
     * @throws PermanentFailure {@code placeholder_unresolved} if one has no value
     */
    @Override
    public String apply(String text) {
        StringBuilder resolved = new StringBuilder();
        int from = 0;
        while (true) {
            int open = text.indexOf(OPEN, from);
            if (open < 0) {
                return resolved.append(text, from, text.length()).toString();
            }
            int end = end(text, open);
            resolved.append(text, from, open).append(value(text.substring(open + 2, end - 2)));
            from = end;
        }
    }

    private static int end(String text, int open) {
        int depth = 0;
        int at = open;
        while (at < text.length()) {
            if (text.startsWith(OPEN, at)) {
                depth++;
                at += 2;
            } else if (text.startsWith(CLOSE, at)) {
                depth--;
                at += 2;
                if (depth == 0) {
                    return at;
                }
            } else {
                at++;
            }
        }
        throw unresolved("a placeholder is not closed", "End it with }}.");
    }

    private String value(String expression) {
        int colon = expression.indexOf(':');
        String kind = colon < 0 ? "" : expression.substring(0, colon);
        String rest = expression.substring(colon + 1);
        return switch (kind) {
            case "env" -> named("the environment variable", rest, environment);
            case "sys" -> named("the system property", rest, System::getProperty);
            case "file" -> files.apply(rest);
            default -> other(OPEN + expression + CLOSE);
        };
    }

    private String named(String what, String rest, Function<String, @Nullable String> source) {
        int colon = rest.indexOf(':');
        String name = colon < 0 ? rest : rest.substring(0, colon);
        if (name.isEmpty()) {
            throw unresolved("a placeholder names no variable", "Write {{env:NAME}}.");
        }
        String value = source.apply(name);
        if (value != null) {
            return value;
        }
        if (colon >= 0) {
            return apply(rest.substring(colon + 1));
        }
        throw unresolved(what + " " + name + " is not set", "Set " + name + " before the program starts.");
    }

    private String other(String placeholder) {
        try {
            return fallback.apply(placeholder);
        } catch (PermanentFailure failure) {
            throw failure;
        } catch (RuntimeException cause) {
            throw new PermanentFailure(
                    FailureCode.PLACEHOLDER_UNRESOLVED,
                    placeholder + " cannot be resolved: " + cause.getMessage(),
                    "Check its name, and that its source can be reached from here.",
                    cause);
        }
    }

    public static PermanentFailure unresolved(String what, String hint) {
        return new PermanentFailure(FailureCode.PLACEHOLDER_UNRESOLVED, what, hint);
    }
}
