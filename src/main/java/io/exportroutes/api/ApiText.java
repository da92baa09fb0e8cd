package io.exportroutes.api;

import java.util.regex.Pattern;

/** Text that the API sent, made fit for a message: one line, at most 500 characters, and nothing that looks like a token. */
final class ApiText {
    private static final int LONGEST = 500;
    private static final Pattern TOKENS = Pattern.compile("pat_[A-Za-z0-9_\\-]+|(?i:bearer)\\s+[^\\s\"',]+");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.\\-]{1,80}");

    private ApiText() {}

    static String shown(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(LONGEST).map(ApiText::harmless).forEach(clean::appendCodePoint);
        return TOKENS.matcher(clean).replaceAll("xxxxxx").strip();
    }

    /** An error code as it is, or {@code api_error} where it is no plain word. */
    static String code(String code) {
        return CODE.matcher(code).matches() && !TOKENS.matcher(code).find() ? code : "api_error";
    }

    private static int harmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> ' ';
            default -> codePoint;
        };
    }
}
