package io.exportroutes.kamelet;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Verified;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Size and SHA-256 of the body, as the message's headers announce them.
 *
 * @param size bytes, or null if no header says it
 * @param sha256 hex, or null if no header says it
 */
record SourceFacts(@Nullable Long size, @Nullable String sha256) {
    static SourceFacts of(Message message) {
        return new SourceFacts(
                message.getHeader(SinkHeaders.SIZE, Long.class), message.getHeader(SinkHeaders.SHA256, String.class));
    }

    /**
     * Compares.
     *
     * @throws PermanentFailure {@code source_differs} if the bytes are not those that the headers promise
     */
    void check(Verified actual) {
        if (size != null && size != actual.size()) {
            throw differs(SinkHeaders.SIZE, String.valueOf(size), String.valueOf(actual.size()));
        }
        if (sha256 != null && !sha256.toLowerCase(Locale.ROOT).equals(actual.sha256())) {
            throw differs(SinkHeaders.SHA256, sha256, actual.sha256());
        }
    }

    /** The media type that the headers say: ours, then HTTP's, then that of Camel's file component. */
    static String contentType(@Nullable Exchange exchange) {
        if (exchange == null) {
            return MediaTypes.UNKNOWN;
        }
        for (String header :
                new String[] {SinkHeaders.CONTENT_TYPE, Exchange.CONTENT_TYPE, Exchange.FILE_CONTENT_TYPE}) {
            String type = exchange.getMessage().getHeader(header, String.class);
            if (type != null && !type.isBlank()) {
                return MediaTypes.sound(type);
            }
        }
        return MediaTypes.UNKNOWN;
    }

    private static PermanentFailure differs(String header, String promised, String actual) {
        return new PermanentFailure(
                FailureCode.SOURCE_DIFFERS,
                "The body does not match the header %s: it says %s, the body has %s"
                        .formatted(header, promised, actual),
                "If the body was a stream, find out why it ended early; otherwise correct the header");
    }
}
