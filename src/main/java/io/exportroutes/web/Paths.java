package io.exportroutes.web;

import io.exportroutes.value.Visible;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** The paths of calls: one that could be read in two ways is refused, so that the door and what is behind it read the same. */
final class Paths {
    private Paths() {}

    /** Whether it has no empty, dotted or hidden segment, and no separator in disguise. */
    static boolean isPlain(String path) {
        if (!path.startsWith("/") || path.contains("//") || path.indexOf('\\') >= 0 || path.indexOf(';') >= 0) {
            return false;
        }
        for (String segment : path.substring(1).split("/", -1)) {
            if (!isPlainSegment(segment)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlainSegment(String segment) {
        try {
            String decoded = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            return !decoded.equals(".")
                    && !decoded.equals("..")
                    && decoded.chars().noneMatch(letter -> letter == '/' || letter == '\\' || letter == '%')
                    && Visible.text(decoded).equals(decoded);
        } catch (IllegalArgumentException broken) {
            return false;
        }
    }
}
