package io.exportroutes.kamelet;

import io.exportroutes.delivery.ArchiveRequest;
import io.exportroutes.delivery.ArchiveRequest.Operation;
import java.util.Objects;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Reads the message of an archive Kamelet: what is to be done with which object. A bean of those Kamelets. */
public final class ArchiveCall {
    /** The operation, instead of the Kamelet's property. */
    public static final String OPERATION = "ExportRoutesOperation";
    /** For a list: the key after which it begins. */
    public static final String AFTER = "ExportRoutesAfter";
    /** For a list: the most objects. */
    public static final String LIMIT = "ExportRoutesLimit";

    private String operation = "";

    /** Makes the body an {@link ArchiveRequest}. */
    public void prepare(Message message) {
        message.setBody(request(message));
    }

    /**
     * What the message asks for.
     *
     * @throws io.exportroutes.failure.PermanentFailure {@code key_invalid} or {@code invalid_option}
     */
    ArchiveRequest request(Message message) {
        Integer limit = message.getHeader(LIMIT, Integer.class);
        String asked = text(message, OPERATION);
        return new ArchiveRequest(
                Operation.of(asked.isEmpty() ? operation : asked),
                text(message, SinkHeaders.KEY),
                text(message, AFTER),
                limit == null ? ArchiveRequest.PAGE : limit);
    }

    private static String text(Message message, String header) {
        return Objects.requireNonNullElse(message.getHeader(header, String.class), "");
    }

    /** {@code list}, {@code head} and so on; the header overrides it. */
    public void setOperation(@Nullable String operation) {
        this.operation = Objects.requireNonNullElse(operation, "");
    }
}
