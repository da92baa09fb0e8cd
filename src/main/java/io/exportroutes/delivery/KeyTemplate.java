package io.exportroutes.delivery;

import io.exportroutes.failure.FinalFailure;
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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The template of an artifact's key, such as {@value #DEFAULT}. The same facts always give the same key (invariant 6), and
 * each part between slashes is a {@link SafeName}, whatever the facts hold.
 */
public final class KeyTemplate {
    public static final String DEFAULT = "{project}/{job}/{yyyy}/{MM}/{dd}/{time}_{export-id}_{name}";

    /** The words that may stand between braces. */
    public static final Set<String> WORDS = Set.of(
            "project", "job", "yyyy", "MM", "dd", "HH", "mm", "time", "run", "export-id", "name", "format", "kind");

    private static final Pattern WORD = Pattern.compile("\\{([^{}]*)}");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

    private final List<String> parts;

    private KeyTemplate(List<String> parts) {
        this.parts = parts;
    }

    /**
     * Reads a template. Empty parts (a leading, trailing or doubled slash) are left out.
     *
     * @throws FinalFailure for a word that we do not know, or a template of nothing
     */
    public static KeyTemplate parse(String template) {
        for (MatchResult word : WORD.matcher(template).results().toList()) {
            if (!WORDS.contains(word.group(1))) {
                throw new FinalFailure(
                        "key_template",
                        "The key template has the unknown word {%s}".formatted(SafeName.of(word.group(1))),
                        "Use one of " + new TreeSet<>(WORDS));
            }
        }
        List<String> parts = new ArrayList<>(List.of(template.split("/")));
        parts.removeIf(String::isBlank);
        if (parts.isEmpty()) {
            throw new FinalFailure("key_template", "The key template is empty", "Leave it out to get " + DEFAULT);
        }
        return new KeyTemplate(List.copyOf(parts));
    }

    /** The key for these facts. */
    public String expand(KeyFacts facts) {
        List<String> expanded = new ArrayList<>();
        for (String part : parts) {
            expanded.add(SafeName.of(WORD.matcher(part)
                    .replaceAll(word -> java.util.regex.Matcher.quoteReplacement(value(word.group(1), facts)))));
        }
        return String.join("/", expanded);
    }

    private static String value(String word, KeyFacts facts) {
        ZonedDateTime time = facts.scheduledFor().atZone(ZoneOffset.UTC);
        return switch (word) {
            case "project" -> SafeName.of(facts.project());
            case "job" -> SafeName.of(facts.job());
            case "run" -> SafeName.of(facts.run());
            case "export-id" -> distinct(facts.exportId());
            case "name" -> SafeName.of(facts.name());
            case "format" -> SafeName.of(facts.format());
            case "kind" -> SafeName.of(facts.kind());
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
        CRC32 checksum = new CRC32();
        checksum.update(id.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) checksum.getValue())
                + "-"
                + clean.substring(
                        0, clean.offsetByCodePoints(0, Math.min(20, clean.codePointCount(0, clean.length()))));
    }
}
