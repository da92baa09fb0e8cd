package io.exportroutes.notification;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One message to one channel, about one alarm or several. Its texts may hold what a server or a user sent: each channel escapes them.
 *
 * @param id the same for a repeat of the message
 * @param at when it was made
 */
public record Notification(String id, Instant at, List<Item> items) {
    public Notification {
        items = List.copyOf(items);
    }

    public enum Event {
        BEGAN,
        LASTS,
        ENDED
    }

    /**
     * One alarm.
     *
     * @param headline what is wrong, in one sentence
     * @param facts what there is, the reason and the remedy
     */
    public record Item(Event event, Subject subject, Span span, String headline, List<Fact> facts) {
        public Item {
            facts = List.copyOf(facts);
        }
    }

    /**
     * @param kind a word such as {@code overdue}
     * @param job empty if it concerns no job
     * @param destination empty if it concerns none, or all
     */
    public record Subject(String kind, String job, String destination) {}

    /** @param until null while it lasts */
    public record Span(Instant since, @Nullable Instant until) {}

    public record Fact(String label, String text) {}

    /** Whether anything in it is wrong still. */
    public boolean isBad() {
        return items.stream().anyMatch(item -> item.event() != Event.ENDED);
    }

    /** The headline of the only item, or how many there are of each sort. */
    public String title() {
        if (items.size() == 1) {
            return items.get(0).headline();
        }
        return List.of(
                        counted(Event.BEGAN, "new problem"),
                        counted(Event.LASTS, "problem that lasts"),
                        counted(Event.ENDED, "recovery"))
                .stream()
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private String counted(Event event, String noun) {
        long number = items.stream().filter(item -> item.event() == event).count();
        return number == 0 ? "" : number + " " + (number == 1 ? noun : plural(noun));
    }

    private static String plural(String noun) {
        return switch (noun) {
            case "recovery" -> "recoveries";
            case "problem that lasts" -> "problems that last";
            default -> noun + "s";
        };
    }

    /** All of it in lines. */
    public String text() {
        return items.stream().map(Notification::text).collect(Collectors.joining("\n\n"));
    }

    private static String text(Item item) {
        return item.facts().stream()
                .map(fact -> "  " + fact.label() + ": " + fact.text())
                .collect(Collectors.joining("\n", item.headline() + "\n", ""));
    }
}
