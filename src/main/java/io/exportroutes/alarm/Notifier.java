package io.exportroutes.alarm;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Notifications;
import io.exportroutes.ledger.Notifications.Batch;
import io.exportroutes.notification.Notification;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes from the ledger what a channel is to be told, and records what became of it. Safe for use by several threads and nodes. */
public final class Notifier {
    /** Longer than any attempt: after it another node may tell the same. */
    static final Duration LEASE = Duration.ofMinutes(5);

    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int LAST_DOUBLING = 6;
    /** What could not be told for so long is not told any more; the page has it. */
    private static final Duration GIVE_UP_AFTER = Duration.ofDays(3);

    private final Notifications notifications;
    private final NotificationWriter writer;
    private final Clock clock;
    private final String node;

    /** @param node the name of this one */
    public Notifier(ExportsConfig config, Ledger ledger, Clock clock, String node) {
        this.notifications = ledger.alarms().notifications();
        this.writer = new NotificationWriter(config, ledger, clock);
        this.clock = clock;
        this.node = node;
    }

    /** What is to be sent, with the claim on it. */
    public record Order(Batch batch, Notification message) {}

    /** What the channel is to be told now, in one message; null if there is nothing. */
    public @Nullable Order take(String channel) {
        if (!notifications.isDue(channel)) {
            return null;
        }
        Batch batch = notifications.claim(channel, node, AlarmWatch.TOGETHER, LEASE);
        return batch.entries().isEmpty() ? null : new Order(batch, writer.message(id(batch), batch.entries()));
    }

    /** The channel took it. */
    public void sent(Order order) {
        notifications.sent(order.batch());
    }

    /** The channel did not take it: it is tried again, less often each time. */
    public void failed(Order order, FailureNote why) {
        int attempts = order.batch().entries().stream()
                .mapToInt(Notifications.Entry::attempts)
                .max()
                .orElse(1);
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts - 1, LAST_DOUBLING));
        notifications.failed(
                order.batch(),
                why,
                clock.instant().plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT),
                clock.instant().minus(GIVE_UP_AFTER));
    }

    /** The same for a repeat, so that a receiver can tell one: who is told what. */
    private static String id(Batch batch) {
        String told = batch.entries().stream()
                .map(entry -> entry.alarm().id() + " " + entry.event())
                .sorted()
                .collect(Collectors.joining("\n", batch.channel() + "\n", ""));
        return UUID.nameUUIDFromBytes(told.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
