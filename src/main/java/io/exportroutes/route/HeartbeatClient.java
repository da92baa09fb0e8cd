package io.exportroutes.route;

import io.exportroutes.heartbeat.Heartbeat;
import io.exportroutes.kamelet.notify.AddressClient;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;

/** Bean {@code heartbeatClient}: posts a heartbeat, which is in the variable {@code heartbeat}, to its address. */
public final class HeartbeatClient extends AddressClient {
    /** Makes the body, a {@link Heartbeat}, its text, for its address. */
    public void begin(Message message) throws InvalidPayloadException {
        Heartbeat heartbeat = message.getMandatoryBody(Heartbeat.class);
        message.removeHeaders("*");
        message.setBody(heartbeat.text());
        address(message, heartbeat.url(), "text/plain; charset=utf-8");
    }

    /** A failure unless the address took it. */
    public void end(Exchange exchange) {
        Heartbeat heartbeat = exchange.getVariable("heartbeat", Heartbeat.class);
        requireTaken(exchange.getMessage(), heartbeat.url(), "Check heartbeat in exports.yaml.");
    }
}
