package io.exportroutes.app;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.apache.camel.CamelContext;

/** The address of health and metrics. Camel waits forever for an address in use, so it is checked first. */
final class ListeningAddress {
    /** The beginning of its URIs, in Camel's placeholders. */
    static final String OF_MANAGEMENT = "http://{{camel.management.host}}:{{camel.management.port}}";

    private ListeningAddress() {}

    /** @throws PermanentFailure {@code address_in_use} if nobody can listen there */
    static void check(CamelContext context) {
        URI address = URI.create(context.resolvePropertyPlaceholders(OF_MANAGEMENT));
        try (ServerSocket probe = new ServerSocket(address.getPort(), 1, InetAddress.getByName(address.getHost()))) {
            probe.setReuseAddress(true);
        } catch (IOException taken) {
            throw new PermanentFailure(
                    FailureCode.ADDRESS_IN_USE,
                    "Health and metrics cannot be served at %s: %s".formatted(address, taken.getMessage()),
                    "Stop the process that listens there, or set camel.management.port in config/application.properties.",
                    taken);
        }
    }
}
