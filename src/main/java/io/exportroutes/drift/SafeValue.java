package io.exportroutes.drift;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values that may be shown: a default, or whatever a document holds, may be a secret. */
final class SafeValue {
    static final String HIDDEN = "(hidden)";

    private static final Pattern NO_SECRET =
            Pattern.compile("-?\\d[\\d.eE+-]*|\"?(?:true|false|null)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern IDENTIFIER = Pattern.compile("\"[\\p{L}\\p{N}_.$]{1,64}\"");

    private SafeValue() {}

    /** Numbers, true, false and null as they are; null where nothing is. */
    static @Nullable String of(@Nullable String json) {
        if (json == null) {
            return null;
        }
        return NO_SECRET.matcher(json).matches() ? json.replace("\"", "") : HIDDEN;
    }

    /** As {@link #of}, and names: for what says which tables and columns belong together. */
    static @Nullable String name(@Nullable String json) {
        return json != null && IDENTIFIER.matcher(json).matches() ? json.substring(1, json.length() - 1) : of(json);
    }
}
