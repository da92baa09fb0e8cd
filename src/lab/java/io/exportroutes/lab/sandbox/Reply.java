package io.exportroutes.lab.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** An answer that is decided but not sent yet. */
@FunctionalInterface
interface Reply {
    /** @throws IOException where the connection is to be closed as it is */
    void send(HttpExchange exchange) throws IOException, InterruptedException;
}
