package io.exportroutes.kamelet.notify;

import io.exportroutes.notification.Notification;
import io.exportroutes.notification.Notification.Event;
import io.exportroutes.notification.Notification.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The adaptive card for a workflow of Microsoft Teams; a bean of the teams Kamelet. Texts are {@code TextRun}s, in which nothing is
 * markup (https://adaptivecards.io/explorer/TextRun.html).
 */
public final class TeamsMessage {
    private static final int LONGEST = 1000;

    /** The message as an object that Jackson can write. */
    public Map<String, Object> compose(Notification message) {
        List<Map<String, Object>> body = new ArrayList<>();
        body.add(text(message.title(), "large", message.isBad() ? "attention" : "good"));
        for (Item item : Excerpt.items(message)) {
            if (message.items().size() > 1) {
                body.add(text(item.headline(), "medium", item.event() == Event.ENDED ? "good" : "attention"));
            }
            item.facts().forEach(fact -> body.add(text(fact.label() + ": " + fact.text(), "default", "default")));
        }
        if (!Excerpt.more(message).isEmpty()) {
            body.add(text(Excerpt.more(message), "default", "default"));
        }
        Map<String, Object> card = Map.of(
                "$schema",
                "http://adaptivecards.io/schemas/adaptive-card.json",
                "type",
                "AdaptiveCard",
                "version",
                "1.4",
                "body",
                body);
        return Map.of(
                "type",
                "message",
                "attachments",
                List.of(Map.of("contentType", "application/vnd.microsoft.card.adaptive", "content", card)));
    }

    private static Map<String, Object> text(String text, String size, String color) {
        return Map.of(
                "type",
                "RichTextBlock",
                "inlines",
                List.of(Map.of("type", "TextRun", "text", Excerpt.line(text, LONGEST), "size", size, "color", color)));
    }
}
