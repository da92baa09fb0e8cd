package io.exportroutes.config;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Masks every secret of the configuration in text from outside: the last line of defence, not the first. */
public final class Redactor {
    /** Shorter values are words that stand everywhere; masking them would only garble the text. */
    private static final int SHORTEST = 4;

    private final List<String> secrets;

    private Redactor(Set<String> secrets) {
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .flatMap(Redactor::forms)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The secret as it is, as written in JSON (where a slash may be escaped or not), and as written in a URI. */
    private static Stream<String> forms(String secret) {
        String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(secret));
        return Stream.of(secret, quoted, quoted.replace("/", "\\/"), URLEncoder.encode(secret, StandardCharsets.UTF_8));
    }

    /** Knows the token, every secret property of every destination and channel, the addresses of heartbeats, and the ledger's password. */
    public static Redactor of(ExportsConfig config) {
        Set<String> secrets = new LinkedHashSet<>();
        secrets.add(config.api().token().reveal());
        config.destinations()
                .values()
                .forEach(destination ->
                        secrets.addAll(revealed(destination.sink().settings())));
        config.operators().channels().values().forEach(channel -> secrets.addAll(revealed(channel.settings())));
        config.operators()
                .heartbeats()
                .each()
                .forEach(heartbeat ->
                        secrets.addAll(List.of(heartbeat.url().reveal().split("\\{job}"))));
        LedgerConfig ledger = config.service().ledger();
        if (ledger != null && ledger.password() != null) {
            secrets.add(ledger.password().reveal());
        }
        return new Redactor(secrets);
    }

    private static List<String> revealed(SinkValues settings) {
        return settings.secrets().stream()
                .map(key -> settings.values().getOrDefault(key, ""))
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Redactor redactor && redactor.secrets.equals(secrets);
    }

    @Override
    public int hashCode() {
        return secrets.hashCode();
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
