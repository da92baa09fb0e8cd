package io.exportroutes.component.attempt;

import io.exportroutes.failure.ExportFailure;
import java.io.IOException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What a route requires of each call beyond its timeout. A bean; it is used by several threads at once. */
public interface AttemptPolicy {
    /**
     * Prepares a call.
     *
     * @param call the copy of the exchange that the target will get; may be changed
     * @param timeout of the endpoint
     * @throws ExportFailure if no call is to be made
     */
    Attempt begin(Exchange call, Duration timeout);

    /** One call, while it is made. */
    interface Attempt {
        /** The subject of the call, for messages, such as "Delivery exp_1@archive". */
        String subject();

        /** How long the call may take; at most the timeout. */
        Duration limit();

        /**
         * Registers an action that ends the wait for the call, to be run once its result is no longer needed.
         *
         * @return to be closed when the call is over
         */
        Ending onEarlyEnd(Runnable end);

        /**
         * Why the call has failed apart from what it threw, or null if its result counts.
         *
         * @param returned whether the call is over
         */
        @Nullable
        ExportFailure failure(boolean returned);

        /** Closes what the call reads, so that it cannot succeed whatever it does next. */
        void cut(ExportFailure reason) throws IOException;
    }

    /** A registration with {@link Attempt#onEarlyEnd}. */
    interface Ending extends AutoCloseable {
        @Override
        void close();
    }
}
