package io.exportroutes.app;

import io.exportroutes.config.WebConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.camel.CamelContext;

/** The address of page, API, health and metrics. Camel waits forever for an address in use, so it is checked first. */
final class ListeningAddress {
    private ListeningAddress() {}

    /** As exports.yaml says, else application.properties. */
    static WebConfig.Listen of(CamelContext context) {
        return new WebConfig.Listen(
                context.resolvePropertyPlaceholders("{{camel.management.host}}"),
                Integer.parseInt(context.resolvePropertyPlaceholders("{{camel.management.port}}")));
    }

    /** The beginning of its URIs. */
    static String uri(CamelContext context) {
        WebConfig.Listen listen = of(context);
        return "http://" + (listen.host().contains(":") ? "[" + listen.host() + "]" : listen.host()) + ":"
                + listen.port();
    }

    /** @throws PermanentFailure {@code address_in_use} if nobody can listen there */
    static void check(CamelContext context) {
        WebConfig.Listen listen = of(context);
        try (ServerSocket probe = new ServerSocket(listen.port(), 1, InetAddress.getByName(listen.host()))) {
            probe.setReuseAddress(true);
        } catch (IOException taken) {
            throw new PermanentFailure(
                    FailureCode.ADDRESS_IN_USE,
                    "Health and metrics cannot be served at %s: %s".formatted(uri(context), taken.getMessage()),
                    "Stop the process that listens there, or set web.listen in exports.yaml, or camel.management.port in"
                            + " config/application.properties.",
                    taken);
        }
    }
}
