package io.exportroutes.failure;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of every failure this program raises on purpose. The subclass says who retries (docs/architecture.md, "Who
 * retries"): {@link TransientFailure} is tried again, {@link PermanentFailure} is a dead letter at once, {@link GoneFailure}
 * asks for a new export.
 */
public abstract class ExportFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code; // its word: an exception is serializable
    private final String hint;
    private final @Nullable String requestId;

    /**
     * @param code ours, or the API's error code where it sent one
     * @param message the event and its object; never a secret
     * @param hint the remedy: what the user can do next
     * @param requestId the API's request id, or null if no API call was involved
     */
    ExportFailure(ErrorCode code, String message, String hint, @Nullable String requestId, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code.word();
        this.hint = hint;
        this.requestId = requestId;
    }

    /** The event and its object, with the API's request id if there is one. */
    @Override
    public String getMessage() {
        String message = Objects.requireNonNull(super.getMessage());
        return requestId == null || message.contains(requestId) ? message : message + " (request " + requestId + ")";
    }

    /** A stable word for the kind of failure, such as {@code stalled} or {@code export_expired}. */
    public String code() {
        return code;
    }

    /** Whether it has this code. */
    public boolean is(FailureCode asked) {
        return code.equals(asked.word());
    }

    /** What the user can do next. */
    public String hint() {
        return hint;
    }

    /** The API's request id, or null. */
    public @Nullable String requestId() {
        return requestId;
    }

    /** The nearest {@link ExportFailure} in the chain of causes, or null. */
    public static @Nullable ExportFailure in(@Nullable Throwable thrown) {
        Throwable current = thrown;
        while (current != null) {
            if (current instanceof ExportFailure failure) {
                return failure;
            }
            current = current.getCause();
        }
        return null;
    }
}
