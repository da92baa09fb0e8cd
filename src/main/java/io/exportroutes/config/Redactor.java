package io.exportroutes.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Masks every secret of the configuration in a text that others wrote: the last line of defence, not the first. */
public final class Redactor {
    /** Shorter values are words that stand everywhere; masking them would only garble the text. */
    private static final int SHORTEST = 4;

    private final List<String> secrets;

    private Redactor(Set<String> secrets) {
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Knows the token and every secret property of every destination. */
    public static Redactor of(ExportsConfig config) {
        Set<String> secrets = new LinkedHashSet<>();
        secrets.add(config.api().token().reveal());
        for (DestinationConfig destination : config.destinations().values()) {
            for (String name : destination.secrets()) {
                secrets.add(destination.properties().getOrDefault(name, ""));
            }
        }
        return new Redactor(secrets);
    }

    /** The text with each secret masked. */
    public String redact(String text) {
        String redacted = text;
        for (String secret : secrets) {
            redacted = redacted.replace(secret, "xxxxxx");
        }
        return redacted;
    }
}
