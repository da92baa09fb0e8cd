package io.exportroutes.lab.sandbox;

import java.io.IOException;

/** Leaves a handler so that the server closes the connection as it is: without a reply, or in the middle of one. */
final class ConnectionDropped extends IOException {
    private static final long serialVersionUID = 1L;

    ConnectionDropped(String why) {
        super(why);
    }
}
