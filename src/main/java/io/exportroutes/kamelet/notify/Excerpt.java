package io.exportroutes.kamelet.notify;

import io.exportroutes.notification.Notification;
import io.exportroutes.notification.Notification.Item;
import io.exportroutes.value.Visible;
import java.util.List;

/** As much of a message as a channel takes. */
final class Excerpt {
    /** Where thousands of jobs fail together, nobody reads all of them in a chat. */
    static final int MOST_ITEMS = 15;

    private Excerpt() {}

    static List<Item> items(Notification message) {
        return message.items().subList(0, Math.min(MOST_ITEMS, message.items().size()));
    }

    /** {@code and 3 more}, or empty. */
    static String more(Notification message) {
        int more = message.items().size() - MOST_ITEMS;
        return more > 0 ? "and " + more + " more: export-routes jobs" : "";
    }

    /** One line of at most so many characters, its control characters visible. */
    static String line(String text, int most) {
        String line = Visible.text(text);
        return line.length() <= most ? line : line.substring(0, most - 1) + "…";
    }
}
