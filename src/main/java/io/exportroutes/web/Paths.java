package io.exportroutes.web;

import io.exportroutes.ledger.AuditEntry.Act;
import io.exportroutes.value.Visible;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

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

    /** What a change of the API does to what: {@code /api/v1/KIND/TARGET/ACTION}. */
    static Optional<Act> act(String path) {
        String[] parts = path.split("/");
        return parts.length == 6 && path.startsWith("/api/v1/")
                ? Optional.of(new Act(parts[5], decoded(parts[4])))
                : Optional.empty();
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static boolean isPlainSegment(String segment) {
        try {
            String decoded = decoded(segment);
            return !decoded.equals(".")
                    && !decoded.equals("..")
                    && decoded.chars().noneMatch(letter -> letter == '/' || letter == '\\' || letter == '%')
                    && Visible.text(decoded).equals(decoded);
        } catch (IllegalArgumentException broken) {
            return false;
        }
    }
}
