package io.exportroutes.kamelet.notify;

import io.exportroutes.notification.Notification;
import io.exportroutes.notification.Notification.Fact;
import io.exportroutes.notification.Notification.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The JSON of a Slack incoming webhook; a bean of the slack Kamelet. Blocks are of type {@code plain_text}, in which nothing is markup
 * (https://docs.slack.dev/reference/block-kit/composition-objects/text-object).
 */
public final class SlackMessage {
    private static final int LONGEST_HEADER = 150;
    private static final int LONGEST_TEXT = 2900;

    /** The message as an object that Jackson can write. */
    public Map<String, Object> compose(Notification message) {
        List<Map<String, Object>> blocks = new ArrayList<>();
        blocks.add(Map.of("type", "header", "text", plain(message.title(), LONGEST_HEADER)));
        Excerpt.items(message).forEach(item -> blocks.add(section(item)));
        if (!Excerpt.more(message).isEmpty()) {
            blocks.add(Map.of("type", "section", "text", plain(Excerpt.more(message), LONGEST_TEXT)));
        }
        return Map.of(
                "text", escaped(Excerpt.line(message.title(), LONGEST_HEADER)), "mrkdwn", false, "blocks", blocks);
    }

    private static Map<String, Object> section(Item item) {
        StringBuilder text = new StringBuilder(Excerpt.line(item.headline(), LONGEST_HEADER));
        for (Fact fact : item.facts()) {
            text.append('\n').append(Excerpt.line(fact.label() + ": " + fact.text(), LONGEST_TEXT / 4));
        }
        String cut = text.length() <= LONGEST_TEXT ? text.toString() : text.substring(0, LONGEST_TEXT) + "…";
        return Map.of("type", "section", "text", Map.of("type", "plain_text", "text", cut, "emoji", false));
    }

    private static Map<String, Object> plain(String text, int most) {
        return Map.of("type", "plain_text", "text", Excerpt.line(text, most), "emoji", false);
    }

    /** The three characters that Slack gives a meaning even in text without markup. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
