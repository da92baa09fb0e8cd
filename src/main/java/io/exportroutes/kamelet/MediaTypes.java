package io.exportroutes.kamelet;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks media types from outside: only well-formed ones reach a destination. */
public final class MediaTypes {
    /** For an unknown type. */
    public static final String UNKNOWN = "application/octet-stream";

    private static final String TOKEN = "[\\w!#$%&'*+.^`|~-]+";
    /** As RFC 9110, 8.3.1, and RFC 2045, 5.1, have it in common: anything else cannot be written into the head of a mail. */
    private static final Pattern MEDIA_TYPE =
            Pattern.compile(TOKEN + "/" + TOKEN + "(?:\\h*;\\h*" + TOKEN + "=(?:" + TOKEN + "|\"[ !#-\\[\\]-~]*\"))*");

    private static final int LONGEST = 200;

    private MediaTypes() {}

    /** The type as it is where it is one of at most {@value #LONGEST} characters, otherwise {@value #UNKNOWN}. */
    public static String sound(@Nullable String type) {
        return type != null
                        && type.length() <= LONGEST
                        && MEDIA_TYPE.matcher(type).matches()
                ? type
                : UNKNOWN;
    }
}
