package io.exportroutes.value;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * Turns any text, such as a file name from the API, into one that is safe as one part of a key on every destination: no
 * separators, no {@code ..}, no control or invisible characters, no dot or space at its ends, Unicode NFC, at most
 * {@value #MAX_BYTES} bytes of UTF-8, never empty. A name that is safe already comes back as it is.
 */
public final class SafeName {
    /** Leaves room for the additions of ours (a sidecar's suffix, a temporary name) within the usual 255. */
    public static final int MAX_BYTES = 200;

    private static final int MAX_EXTENSION_BYTES = 20;
    private static final String FALLBACK = "unnamed";

    private SafeName() {}

    /** The safe form of the text; {@code unnamed} where nothing of it remains. */
    public static String of(@Nullable String raw) {
        return of(raw, MAX_BYTES);
    }

    /** As {@link #of(String)}, in at most this many bytes, of which {@code unnamed} needs seven. */
    public static String of(@Nullable String raw, int maxBytes) {
        if (raw == null) {
            return FALLBACK;
        }
        StringBuilder clean = new StringBuilder();
        // A longer text is cut first, so that no effort grows with what a hostile server sends; its end has the
        // extension.
        String bounded = raw.length() <= 8_000 ? raw : raw.substring(0, 4_000) + raw.substring(raw.length() - 4_000);
        bounded.codePoints().map(SafeName::replaced).forEach(clean::appendCodePoint);
        String name = trimmed(Normalizer.normalize(clean, Normalizer.Form.NFC).replaceAll("\\.{2,}", "."));
        if (bytes(name) > maxBytes) {
            name = trimmed(shortened(name, maxBytes));
        }
        return name.isEmpty() ? FALLBACK : name;
    }

    private static int replaced(int codePoint) {
        if (codePoint == '/' || codePoint == '\\' || codePoint == ':') {
            return '_';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> '_';
            default -> codePoint;
        };
    }

    private static String trimmed(String name) {
        int start = 0;
        int end = name.length();
        while (start < end && isEdge(name.charAt(start))) {
            start++;
        }
        while (end > start && isEdge(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(start, end);
    }

    private static boolean isEdge(char character) {
        return character == '.' || Character.isSpaceChar(character);
    }

    /** Cuts the stem, not the extension. */
    private static String shortened(String name, int maxBytes) {
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 ? name.substring(dot) : "";
        if (bytes(extension) > Math.min(MAX_EXTENSION_BYTES, maxBytes / 2)) {
            extension = "";
        }
        String stem = name.substring(0, name.length() - extension.length());
        String cut = trimmed(prefix(stem, maxBytes - bytes(extension)));
        return cut + extension;
    }

    /** The longest start of the text that fits and ends with a whole code point. */
    private static String prefix(String text, int maxBytes) {
        int used = 0;
        int index = 0;
        while (index < text.length()) {
            int codePoint = text.codePointAt(index);
            used += bytes(Character.toString(codePoint));
            if (used > maxBytes) {
                break;
            }
            index += Character.charCount(codePoint);
        }
        return text.substring(0, index);
    }

    public static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
