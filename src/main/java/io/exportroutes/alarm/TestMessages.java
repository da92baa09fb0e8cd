package io.exportroutes.alarm;

import io.exportroutes.config.ChannelConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.notification.Notification;
import io.exportroutes.notification.Notification.Event;
import io.exportroutes.notification.Notification.Fact;
import io.exportroutes.notification.Notification.Item;
import io.exportroutes.notification.Notification.Span;
import io.exportroutes.notification.Notification.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a channel is told to try it out: each sort of message that it would get, and nothing in them that is true. */
public final class TestMessages {
    private static final Duration LASTED = Duration.ofHours(1);

    private final ChannelConfig channel;
    private final String job;
    private final String destination;
    private final Instant now;

    private TestMessages(ExportsConfig config, ChannelConfig channel, Instant now) {
        JobConfig first = config.jobs().values().stream().findFirst().orElse(null);
        this.channel = channel;
        this.job = first == null ? "a-job" : first.name();
        this.destination = first == null || first.destinations().isEmpty()
                ? "a-destination"
                : first.destinations().get(0);
        this.now = now;
    }

    /** The beginning of each kind of alarm that the channel is told of, one reminder, and one end. */
    public static List<Notification> of(ExportsConfig config, ChannelConfig channel, Instant now) {
        return new TestMessages(config, channel, now).all();
    }

    private List<Notification> all() {
        List<AlarmKind> kinds = Arrays.stream(AlarmKind.values())
                .filter(kind -> channel.told().on().contains(kind.word()))
                .toList();
        List<Notification> messages = new ArrayList<>();
        kinds.forEach(kind -> messages.add(message(Event.BEGAN, kind)));
        AlarmKind lasting = kinds.isEmpty() ? AlarmKind.OVERDUE : kinds.get(0);
        messages.add(message(Event.LASTS, lasting));
        if (channel.told().on().contains(AlarmKind.RECOVERED)) {
            messages.add(message(Event.ENDED, lasting));
        }
        return messages;
    }

    private Notification message(Event event, AlarmKind kind) {
        Item item = new Item(event, subject(kind), span(event), "TEST: " + headline(event, kind), facts(event));
        return new Notification(UUID.randomUUID().toString(), now, List.of(item));
    }

    private Subject subject(AlarmKind kind) {
        return switch (kind) {
            case FAILING, OVERDUE, RETENTION_BLOCKED, READ_BACK_BAD, READ_BACK_OVERDUE, CHAIN_BROKEN ->
                new Subject(kind.word(), job, destination);
            case PAUSED, DRIFT_LOSS -> new Subject(kind.word(), job, "");
            case NOTIFICATION_FAILING -> new Subject(kind.word(), "", channel.name());
        };
    }

    private Span span(Event event) {
        @Nullable Instant until = event == Event.ENDED ? now : null;
        return new Span(event == Event.BEGAN ? now : now.minus(LASTED), until);
    }

    private String headline(Event event, AlarmKind kind) {
        String wrong =
                switch (kind) {
                    case FAILING -> job + " failed at " + destination;
                    case OVERDUE -> job + " is overdue at " + destination;
                    case PAUSED -> job + " is paused, and a copy is missing";
                    case RETENTION_BLOCKED -> "nothing of " + job + " expires at " + destination;
                    case READ_BACK_BAD -> "a copy of " + job + " at " + destination + " is bad";
                    case READ_BACK_OVERDUE -> "a copy of " + job + " at " + destination + " was not read back in time";
                    case DRIFT_LOSS -> "the schema of " + job + " lost something";
                    case CHAIN_BROKEN -> "the chain of custody of " + job + " is broken at " + destination;
                    case NOTIFICATION_FAILING -> "The channel " + channel.name() + " does not take its notifications";
                };
        return switch (event) {
            case BEGAN -> wrong;
            case LASTS -> "it lasts that " + wrong;
            case ENDED -> "it is over that " + wrong;
        };
    }

    private List<Fact> facts(Event event) {
        Fact mark = new Fact("This is a test", "sent by: export-routes notify test " + channel.name());
        return event == Event.ENDED
                ? List.of(mark)
                : List.of(mark, new Fact("Reason", "none, all may be well"), new Fact("What to do", "nothing"));
    }
}
