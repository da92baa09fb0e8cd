package io.exportroutes.kamelet;

import io.exportroutes.delivery.Content;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.SafeName;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;
import org.jspecify.annotations.Nullable;

/** Reads the message of a sink, from this program or any Camel application. A bean of the sink Kamelets. */
public final class SinkMessage {
    private static final String KEY_VARIABLE = SinkHeaders.KEY;

    /**
     * Makes the body a {@link Content}, and notes in the variable {@code ExportRoutesKey} under which key it is written. The
     * header of that name stays as it is, so that a name of before is never the name of the next file.
     *
     * @throws PermanentFailure {@code key_missing} if no header names a key, {@code body_unsupported} if it is not an artifact
     * @throws ExportFailure what else the body's own failure is, see {@link BodyConverter}
     */
    public void prepare(Exchange exchange) {
        Message message = exchange.getMessage();
        exchange.setVariable(KEY_VARIABLE, key(message));
        message.setBody(content(message));
    }

    /** The body as an artifact. */
    public static Content content(Message message) {
        try {
            return message.getMandatoryBody(Content.class);
        } catch (InvalidPayloadException | TypeConversionException e) {
            ExportFailure known = ExportFailure.in(e);
            if (known != null) {
                throw known;
            }
            throw new PermanentFailure(
                    FailureCode.BODY_UNSUPPORTED,
                    "The body is not an artifact: " + typeName(message.getBody()),
                    "Send a file, a path, an input stream, bytes or a text; a body that a sink left is its receipt",
                    e);
        }
    }

    /** The file's name for people, cleaned: what its header says, otherwise the last part of its key. */
    public static String name(Message message) {
        String name = message.getHeader(SinkHeaders.NAME, String.class);
        if (name != null) {
            return SafeName.of(name);
        }
        String path = path(message);
        return SafeName.of(path == null ? null : path.substring(path.lastIndexOf('/') + 1));
    }

    private static @Nullable String path(Message message) {
        String key = message.getHeader(SinkHeaders.KEY, String.class);
        return key == null ? message.getHeader(Exchange.FILE_NAME, String.class) : key;
    }

    private static String key(Message message) {
        String path = path(message);
        if (path == null || path.isBlank()) {
            throw new PermanentFailure(
                    FailureCode.KEY_MISSING,
                    "No header says under which key the artifact is written",
                    "Set " + SinkHeaders.KEY + ", or " + Exchange.FILE_NAME + " as Camel's file component does");
        }
        return path;
    }

    private static String typeName(@Nullable Object body) {
        return body == null ? "there is none" : body.getClass().getName();
    }
}
