package io.exportroutes.api.download;

import java.time.Duration;
import java.time.Instant;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.MessageHeaders;
import org.jspecify.annotations.Nullable;

/** What tells two versions of an artifact apart with certainty: a strong ETag, or a Last-Modified that is old enough. */
final class Validator {
    private static final Duration OLD_ENOUGH = Duration.ofSeconds(1);

    private Validator() {}

    /** The reply's validator, or null if it has none that is strong (RFC 9110, 8.8.1 and 8.8.2.2). */
    static @Nullable String strong(MessageHeaders reply) {
        String etag = value(reply, "ETag");
        if (etag != null) {
            return isEntityTag(etag) ? etag : null;
        }
        String modified = value(reply, "Last-Modified");
        Instant modifiedAt = date(modified);
        Instant sentAt = date(value(reply, "Date"));
        boolean old = modifiedAt != null
                && sentAt != null
                && Duration.between(modifiedAt, sentAt).compareTo(OLD_ENOUGH) >= 0;
        return old ? modified : null;
    }

    /**
     * Whether a 206 is of the version that was asked for. It must repeat the ETag; it may leave the date out, as RFC 9110
     * allows after an If-Range.
     */
    static boolean confirms(String validator, MessageHeaders reply) {
        if (isEntityTag(validator)) {
            return validator.equals(value(reply, "ETag"));
        }
        String modified = value(reply, "Last-Modified");
        return modified == null || validator.equals(modified);
    }

    private static boolean isEntityTag(String etag) {
        return etag.length() > 2 && etag.startsWith("\"") && etag.endsWith("\"");
    }

    private static @Nullable Instant date(@Nullable String text) {
        return text == null ? null : DateUtils.parseStandardDate(text);
    }

    static @Nullable String value(MessageHeaders reply, String name) {
        Header header = reply.getFirstHeader(name);
        return header == null || header.getValue() == null
                ? null
                : header.getValue().strip();
    }
}
