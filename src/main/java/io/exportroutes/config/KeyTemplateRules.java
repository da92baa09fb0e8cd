package io.exportroutes.config;

import io.exportroutes.config.yaml.Section;
import io.exportroutes.value.Suggestions;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules for the template of a destination's keys. */
public final class KeyTemplateRules {
    private static final Pattern UNSAFE = Pattern.compile("^/|\\\\|\\p{Cntrl}|(^|/)\\.{1,2}(/|$)|//|/$");
    private static final String ADD_ID = "Put {export-id} into the key.";

    private KeyTemplateRules() {}

    /** Adds what is wrong with the template under the key to the problems. */
    static void check(Section section, String key) {
        section.optional(key).flatMap(KeyTemplateRules::mistake).ifPresent(mistake -> section.problems()
                .quoting(section.path(key), mistake.message(), mistake.remedy()));
    }

    /** Whether it tells the exports of one run apart. */
    static boolean tellsExportsApart(String template) {
        return template.contains("{export-id}");
    }

    /** Whether it tells two runs of a job that begin in the same second apart. */
    public static boolean tellsRunsApart(String template) {
        Set<String> used = KeyTemplate.words(template);
        return used.contains("export-id") || used.contains("run");
    }

    private static Optional<Mistake> mistake(String template) {
        Set<String> used = KeyTemplate.words(template);
        for (String word : used) {
            if (!KeyTemplate.WORDS.contains(word)) {
                return wrong(
                        "the key has the unknown word {" + word + "}", Suggestions.remedy(word, KeyTemplate.WORDS));
            }
        }
        String rest = KeyTemplate.WORD.matcher(template).replaceAll("x");
        if (rest.contains("{") || rest.contains("}")) {
            return wrong("a brace of the key is not paired", "Write words in braces, such as {export-id}.");
        }
        if (UNSAFE.matcher(rest).find()) {
            return wrong(
                    "the key is not a relative path",
                    "Separate names by one /, without / at either end, \\, ., .. and control characters.");
        }
        boolean unique = used.contains("export-id") || used.contains("run") || used.containsAll(Set.of("job", "time"));
        return unique
                ? Optional.empty()
                : wrong("the key is the same for different exports, which would overwrite each other", ADD_ID);
    }

    private static Optional<Mistake> wrong(String message, String remedy) {
        return Optional.of(new Mistake(message, remedy));
    }

    private record Mistake(String message, String remedy) {}
}
