package io.exportroutes.api;

import io.exportroutes.value.Visible;
import java.util.regex.Pattern;

/**
 * Text that the API sent, made fit for a message: one line, the first 500 characters, those that control a terminal made
 * visible, and nothing that looks like a token.
 */
public final class ApiText {
    private static final int LONGEST = 500;
    private static final Pattern TOKENS =
            Pattern.compile("pat_[A-Za-z0-9_\\-]+|(?i:bearer)[\\s\\p{Cc}\\p{Cf}]+[^\\s\"',]+");
    /** For an error of the API without a code that could be printed. */
    static final String NO_CODE = "api_error";

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.\\-]{1,80}");

    private ApiText() {}

    public static String shown(String text) {
        StringBuilder start = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(start::appendCodePoint);
        return Visible.text(TOKENS.matcher(start).replaceAll("xxxxxx").strip());
    }

    /** An error code as it is, or {@code api_error} where it is no plain word. */
    static String code(String code) {
        return CODE.matcher(code).matches() && !TOKENS.matcher(code).find() ? code : NO_CODE;
    }
}
