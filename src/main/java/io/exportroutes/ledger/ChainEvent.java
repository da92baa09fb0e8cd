package io.exportroutes.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.exportroutes.custody.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of a chain of custody is to tell.
 *
 * @param job whose chain gets it; that of an export goes to the chain that its artifact is in
 * @param exportId the export that it concerns, or null
 * @param artifact the SHA-256 of the stored bytes that it concerns; null: of all that were stored of the export
 * @param fields its own fields
 */
public record ChainEvent(
        Event event,
        String job,
        @Nullable String exportId,
        @Nullable String artifact,
        Fields fields) {
    /** Writes the fields of an entry. */
    @FunctionalInterface
    public interface Fields {
        /** @param now when the entry is made */
        void addTo(ObjectNode entry, Instant now);
    }

    /** That an artifact was verified: the entry becomes its sidecar. */
    public static ChainEvent stored(String job, String exportId, Fields sidecar) {
        return new ChainEvent(Event.STORED, job, exportId, null, sidecar);
    }
}
