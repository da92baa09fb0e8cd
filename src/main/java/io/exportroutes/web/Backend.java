package io.exportroutes.web;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.deadletter.DeadLetters;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.schedule.RunRequest;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * What page and API show and change.
 *
 * @param enqueue puts a run on the queue by the same route as a firing
 */
public record Backend(
        ExportsConfig config, Ledger ledger, DeadLetters deadLetters, Consumer<RunRequest> enqueue, Clock clock) {}
