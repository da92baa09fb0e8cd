package io.exportroutes.route;

import io.exportroutes.chain.ChainFile;
import io.exportroutes.component.attempt.AttemptPolicy;
import io.exportroutes.delivery.BytesContent;
import io.exportroutes.delivery.DestinationMemory;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.value.Durations;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Bean {@code custodyPolicy}: a call that writes a file of a chain, at a destination whose directory is remembered. */
public final class CustodyPolicy implements AttemptPolicy {
    private final Function<String, DestinationMemory> memories;

    /** @param memories the remembered facts about a destination, by its name */
    public CustodyPolicy(Function<String, DestinationMemory> memories) {
        this.memories = memories;
    }

    @Override
    public Attempt begin(Exchange call, Duration timeout) {
        ChainFile file = Objects.requireNonNull(call.getVariable("file", ChainFile.class), "file");
        call.getMessage().setBody(call.getMessage().getBody(BytesContent.class).at(memories.apply(file.destination())));
        return new WritingOf(file, timeout);
    }

    private record WritingOf(ChainFile file, Duration limit) implements Attempt {
        @Override
        public String subject() {
            return "Writing " + file.key() + " at " + file.destination();
        }

        @Override
        public Ending onEarlyEnd(Runnable end) {
            return () -> {};
        }

        @Override
        public @Nullable ExportFailure failure(boolean returned) {
            return returned
                    ? null
                    : new TransientFailure(
                            FailureCode.DELIVERY_TIMEOUT,
                            subject() + " did not finish within " + Durations.print(limit) + " and was cancelled",
                            "It is tried again; find out why the destination is so slow, or raise its delivery-timeout.");
        }

        @Override
        public void cut(ExportFailure reason) {
            // It may still arrive: the same bytes under the same key as with the next attempt.
        }
    }
}
