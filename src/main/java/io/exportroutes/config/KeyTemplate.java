package io.exportroutes.config;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.SafeName;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * The template of an artifact's key, such as {@value #DEFAULT}. The same facts always give the same key (invariant 6), and
 * each part between slashes is a {@link SafeName}, whatever the facts contain.
 */
public final class KeyTemplate {
    public static final String DEFAULT = "{project}/{job}/{yyyy}/{MM}/{dd}/{time}_{export-id}_{name}";

    /** The words that a template may have in braces. */
    public static final List<String> WORDS = List.of(
            "project", "job", "yyyy", "MM", "dd", "HH", "mm", "time", "run", "export-id", "name", "format", "kind");

    static final Pattern WORD = Pattern.compile("\\{([^{}]*)}");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

    private static final String NAME = "{name}";
    private static final int CHECKSUM_BYTES = 9;

    private final List<String> parts;

    private KeyTemplate(List<String> parts) {
        this.parts = parts;
    }

    /**
     * Reads a template. Empty parts (a leading, trailing or doubled slash) are left out.
     *
     * @throws PermanentFailure for a word that we do not know, or a template of nothing
     */
    public static KeyTemplate parse(String template) {
        for (String word : words(template)) {
            if (!WORDS.contains(word)) {
                throw new PermanentFailure(
                        FailureCode.KEY_INVALID,
                        "The key template has the unknown word {%s}".formatted(SafeName.of(word)),
                        "Use one of " + new TreeSet<>(WORDS));
            }
        }
        List<String> parts = new ArrayList<>(List.of(template.split("/")));
        parts.removeIf(String::isBlank);
        if (parts.isEmpty()) {
            throw new PermanentFailure(
                    FailureCode.KEY_INVALID, "The key template is empty", "Leave it out to get " + DEFAULT);
        }
        return new KeyTemplate(List.copyOf(parts));
    }

    /** The words that the template has in braces, known or not. */
    static Set<String> words(String template) {
        return WORD.matcher(template).results().map(word -> word.group(1)).collect(Collectors.toSet());
    }

    /** The key for these facts. A part that gets too long loses the end of the name, and never what tells exports apart. */
    public String expand(KeyFacts facts) {
        return parts.stream().map(part -> expand(part, facts)).collect(Collectors.joining("/"));
    }

    private static String expand(String part, KeyFacts facts) {
        String whole = filled(part, facts, SafeName.MAX_BYTES);
        int excess = SafeName.bytes(whole) - SafeName.MAX_BYTES;
        int names = part.split(Pattern.quote(NAME), -1).length - 1;
        if (excess > 0 && names > 0) {
            int room = SafeName.bytes(SafeName.of(facts.readableName())) - (excess + names - 1) / names;
            whole = filled(part, facts, Math.max(room, 0));
        }
        return SafeName.bytes(whole) <= SafeName.MAX_BYTES
                ? SafeName.of(whole)
                : checksum(whole) + SafeName.of(whole, SafeName.MAX_BYTES - CHECKSUM_BYTES);
    }

    private static String filled(String part, KeyFacts facts, int nameBytes) {
        return WORD.matcher(part)
                .replaceAll(word -> Matcher.quoteReplacement(
                        word.group().equals(NAME)
                                ? SafeName.of(facts.readableName(), nameBytes)
                                : value(word.group(1), facts)));
    }

    private static String value(String word, KeyFacts facts) {
        ZonedDateTime time = facts.run().scheduledFor().atZone(ZoneOffset.UTC);
        return switch (word) {
            case "project" -> SafeName.of(facts.run().project());
            case "job" -> SafeName.of(facts.run().job());
            case "run" -> SafeName.of(facts.run().id());
            case "export-id" -> distinct(facts.export().id());
            case "format" -> SafeName.of(facts.export().format());
            case "kind" -> SafeName.of(facts.export().kind());
            case "time" -> TIME.format(time);
            default -> DateTimeFormatter.ofPattern(word, Locale.ROOT).format(time);
        };
    }

    /** Two ids that look the same once they are cleaned must not share a key: what was changed gets a checksum. */
    private static String distinct(String id) {
        String clean = SafeName.of(id);
        if (clean.equals(id) && SafeName.bytes(id) <= SafeName.MAX_BYTES / 2) {
            return clean;
        }
        return checksum(id)
                + clean.substring(
                        0, clean.offsetByCodePoints(0, Math.min(20, clean.codePointCount(0, clean.length()))));
    }

    private static String checksum(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) checksum.getValue()) + "-";
    }
}
