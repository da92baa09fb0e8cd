package io.exportroutes.custody;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose signatures count, and when: the file {@code allowed_signers} of {@code ssh-keygen -Y verify}. A line that cannot be read,
 * has another kind of key, or an option that is not known here (cert-authority for one) is left out: that can only take trust
 * away. Times without a Z are UTC, where ssh-keygen takes the time zone of its machine.
 */
public final class AllowedSigners {
    /** No signer is known. */
    public static final AllowedSigners NONE = new AllowedSigners(List.of());

    private static final Pattern LINE = Pattern.compile("\\s*(\"[^\"]+\"|[^\\s\"#][^\\s\"]*)\\s+"
            + "(?:([A-Za-z-]+(?:=\"[^\"]*\")?(?:,[A-Za-z-]+(?:=\"[^\"]*\")?)*)\\s+)??"
            + "(ssh-ed25519\\s+[A-Za-z0-9+/=]+)(?:\\s.*)?");
    private static final Pattern OPTION = Pattern.compile("([A-Za-z-]+)(?:=\"([^\"]*)\")?,?");
    private static final Pattern TIME = Pattern.compile("(\\d{8})(\\d{4})?(\\d{2})?Z?");
    private static final DateTimeFormatter DIGITS = DateTimeFormatter.ofPattern("uuuuMMddHHmmss")
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);

    /** Of a line, and of wildcards in a pattern: a list from a bucket may have been made to keep a verifier busy. */
    private static final int LONGEST = 2000;

    private static final int MOST_WILDCARDS = 3;

    private final List<Signer> signers;

    private AllowedSigners(List<Signer> signers) {
        this.signers = signers;
    }

    /**
     * One line.
     *
     * @param principals names, or patterns of names, with commas between them
     */
    private record Signer(String principals, PublicKey key, Instant after, Instant before) {
        boolean isValidAt(Instant time) {
            Instant second = time.truncatedTo(ChronoUnit.SECONDS);
            return !second.isBefore(after) && !second.isAfter(before);
        }
    }

    /** The signers of such a file who may sign entries of a chain. */
    public static AllowedSigners parse(String file) {
        return new AllowedSigners(file.lines()
                .map(AllowedSigners::signer)
                .flatMap(Optional::stream)
                .toList());
    }

    private static Optional<Signer> signer(String line) {
        Matcher fields = LINE.matcher(line);
        if (line.length() > LONGEST || !fields.matches()) {
            return Optional.empty();
        }
        try {
            Map<String, String> options = options(fields.group(2));
            Instant after = time(options.remove("valid-after"), Instant.MIN);
            Instant before = time(options.remove("valid-before"), Instant.MAX);
            String namespaces = options.remove("namespaces");
            return options.isEmpty() && (namespaces == null || matches(namespaces, SshSignature.NAMESPACE))
                    ? PublicKey.parse(fields.group(3))
                            .map(key -> new Signer(fields.group(1).replace("\"", ""), key, after, before))
                    : Optional.empty();
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Map<String, String> options(@Nullable String text) {
        Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (text != null) {
            OPTION.matcher(text)
                    .results()
                    .forEach(option -> options.merge(
                            option.group(1),
                            option.group(2) == null ? "" : option.group(2),
                            (one, two) -> one + "," + two));
        }
        return options;
    }

    private static Instant time(@Nullable String text, Instant otherwise) {
        if (text == null) {
            return otherwise;
        }
        Matcher digits = TIME.matcher(text);
        if (!digits.matches()) {
            throw new DateTimeException(text);
        }
        String minutes = digits.group(2) == null ? "0000" : digits.group(2);
        String seconds = digits.group(3) == null ? "00" : digits.group(3);
        return LocalDateTime.parse(digits.group(1) + minutes + seconds, DIGITS).toInstant(ZoneOffset.UTC);
    }

    /** As OpenSSH matches lists of patterns; a list that excludes something (with !) matches nothing here. */
    private static boolean matches(String patterns, String name) {
        return !patterns.contains("!")
                && List.of(patterns.split(",")).stream()
                        .filter(pattern ->
                                pattern.chars().filter(sign -> sign == '*').count() <= MOST_WILDCARDS)
                        .map(pattern -> ("\\Q" + pattern.replace("\\E", "") + "\\E")
                                .replace("*", "\\E.*\\Q")
                                .replace("?", "\\E.\\Q"))
                        .anyMatch(name::matches);
    }

    /** Those of them who sign under this principal. */
    public AllowedSigners of(String principal) {
        return new AllowedSigners(signers.stream()
                .filter(signer -> matches(signer.principals(), principal))
                .toList());
    }

    /** Whether any line has the key, for whatever time. */
    public boolean lists(PublicKey key) {
        return signers.stream().anyMatch(signer -> signer.key().equals(key));
    }

    /** The principal under which the key is valid at that time, or empty if it is not. */
    public Optional<String> principal(PublicKey key, Instant time) {
        return signers.stream()
                .filter(signer -> signer.key().equals(key) && signer.isValidAt(time))
                .map(Signer::principals)
                .findFirst();
    }

    /**
     * A line of such a file, without its end.
     *
     * @param principal without spaces, quotes and commas
     * @param after the first second in which the key is valid, or null
     * @param before the last one, or null
     */
    public static String line(String principal, PublicKey key, @Nullable Instant after, @Nullable Instant before) {
        StringBuilder options = new StringBuilder("namespaces=\"" + SshSignature.NAMESPACE + "\"");
        if (after != null) {
            options.append(",valid-after=\"").append(DIGITS.format(after)).append('"');
        }
        if (before != null) {
            options.append(",valid-before=\"").append(DIGITS.format(before)).append('"');
        }
        return principal + " " + options + " " + key;
    }
}
