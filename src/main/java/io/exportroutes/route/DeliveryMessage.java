package io.exportroutes.route;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.run.RunContext;

/** What waits in a destination's queue: one delivery, or a batch of them. */
public sealed interface DeliveryMessage permits DeliveryOrder, DeliveryBatch {
    RunContext run();

    DestinationConfig destination();
}
