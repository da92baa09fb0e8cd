package io.exportroutes.route;

import io.exportroutes.alarm.Notifier;
import io.exportroutes.alarm.Notifier.Order;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.notification.Notification;
import io.exportroutes.run.Outcomes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code notifications}: what a channel is to be told, and what became of it. */
public final class NotificationSender {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationSender.class);

    private final Notifier notifier;
    private final FailureReader failures;
    private final Outcomes outcomes;

    public NotificationSender(Notifier notifier, FailureReader failures, Outcomes outcomes) {
        this.outcomes = outcomes;
        this.notifier = notifier;
        this.failures = failures;
    }

    /** What the channel is to be told now; null if there is nothing. */
    public @Nullable Order take(String channel) {
        return notifier.take(channel);
    }

    /** The message of the order. */
    public Notification message(Order order) {
        return order.message();
    }

    /** The channel took it. */
    public void sent(Order order) {
        notifier.sent(order);
        LOG.info("Told {}: {}", order.batch().channel(), order.message().title());
    }

    /**
     * The channel did not take it: the ledger keeps it for a later try.
     *
     * @param order null if it was the ledger that failed
     */
    public void failed(@Nullable Order order, String route, Exception thrown) {
        ExportFailure failure = failures.of(thrown);
        if (order == null) {
            LOG.error("Route {} failed ({}): {} {}", route, failure.code(), failure.getMessage(), failure.hint());
            return;
        }
        outcomes.notificationFailed();
        notifier.failed(order, FailureNote.of(failure));
        LOG.error(
                "{} could not be told \"{}\" ({}): {} {} It is tried again.",
                order.batch().channel(),
                order.message().title(),
                failure.code(),
                failure.getMessage(),
                failure.hint());
    }
}
