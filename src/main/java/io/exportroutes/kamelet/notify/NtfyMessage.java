package io.exportroutes.kamelet.notify;

import io.exportroutes.notification.Notification;
import io.exportroutes.value.Visible;
import java.util.List;
import java.util.Map;

/** The JSON of a message to a topic of ntfy (https://docs.ntfy.sh/publish/#publish-as-json); a bean of the ntfy Kamelet. */
public final class NtfyMessage {
    private static final int LONGEST_TITLE = 200;
    /** ntfy makes a file of what is longer than 4096 bytes. */
    private static final int LONGEST_TEXT = 1200;

    private String topic = "";

    public void setTopic(String topic) {
        this.topic = topic;
    }

    /** The message as an object that Jackson can write. */
    public Map<String, Object> compose(Notification message) {
        String text = Visible.lines(message.text());
        return Map.of(
                "topic",
                topic,
                "title",
                Excerpt.line(message.title(), LONGEST_TITLE),
                "message",
                text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…",
                "priority",
                message.isBad() ? 4 : 3,
                "tags",
                List.of(message.isBad() ? "warning" : "white_check_mark"));
    }
}
