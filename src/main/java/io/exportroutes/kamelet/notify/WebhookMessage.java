package io.exportroutes.kamelet.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.exportroutes.notification.Notification;
import io.exportroutes.value.Secret;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * A message as JSON of our own, signed if there is a secret; a bean of the webhook Kamelet. The signature is that of Standard Webhooks
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 */
public final class WebhookMessage {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    private final Clock clock = Clock.systemUTC();
    private @Nullable Secret secret;

    /** {@code whsec_} and Base64, or any other text as it is; not signed where it is left out. */
    public void setSecret(@Nullable String secret) {
        this.secret = secret == null || secret.isEmpty() ? null : new Secret(secret);
    }

    /** Makes the body the JSON of the {@link Notification} that it is, and adds the headers. */
    public void compose(Message message) throws InvalidPayloadException {
        Notification notification = message.getMandatoryBody(Notification.class);
        String body = json(notification);
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        message.setBody(body);
        message.setHeader("webhook-id", notification.id());
        message.setHeader("webhook-timestamp", timestamp);
        if (secret != null) {
            message.setHeader(
                    "webhook-signature", "v1," + signature(secret, notification.id() + "." + timestamp + "." + body));
        }
    }

    private static String signature(Secret secret, String text) {
        String given = secret.reveal();
        byte[] key = given.startsWith(PREFIX)
                ? Base64.getDecoder().decode(given.substring(PREFIX.length()))
                : given.getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }

    /** Described in docs/operations.md: what is in it stays. */
    private static String json(Notification notification) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "export-routes.notification");
        object.put("timestamp", notification.at().toString());
        object.put("title", notification.title());
        object.put(
                "items", notification.items().stream().map(WebhookMessage::item).toList());
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Map<String, Object> item(Notification.Item item) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("event", item.event().name().toLowerCase(java.util.Locale.ROOT));
        object.put("kind", item.subject().kind());
        object.put("job", empty(item.subject().job()));
        object.put("destination", empty(item.subject().destination()));
        object.put("since", item.span().since().toString());
        Instant until = item.span().until();
        object.put("until", until == null ? null : until.toString());
        object.put("headline", item.headline());
        List<Map<String, String>> facts = item.facts().stream()
                .map(fact -> Map.of("label", fact.label(), "text", fact.text()))
                .toList();
        object.put("facts", facts);
        return object;
    }

    private static @Nullable String empty(String text) {
        return text.isEmpty() ? null : text;
    }
}
