package io.exportroutes.kamelet.notify;

import io.exportroutes.value.Secret;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/** The client of a notification Kamelet that posts to an address. */
public final class WebhookClient extends AddressClient {
    private Secret url = new Secret("");
    private @Nullable Secret token;

    public void setUrl(String url) {
        this.url = new Secret(url);
    }

    /** A bearer token; none is sent where it is left out. */
    public void setToken(@Nullable String token) {
        this.token = token == null || token.isEmpty() ? null : new Secret(token);
    }

    /** Before the call: says where to. */
    public void begin(Message message) {
        String contentType = message.getHeader(Exchange.CONTENT_TYPE, "application/json", String.class);
        address(message, url, contentType);
    }

    /** After the call: a failure unless the channel took the message. */
    public void end(Message message) {
        requireTaken(
                message,
                url,
                "Check the channel's address and token in exports.yaml, then: export-routes notify test CHANNEL");
    }

    @Override
    protected void complete(ClassicHttpRequest request) {
        if (token != null) {
            request.setHeader("Authorization", "Bearer " + token.reveal());
        }
    }
}
