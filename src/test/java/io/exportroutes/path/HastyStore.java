package io.exportroutes.path;

import io.exportroutes.delivery.Content;

/** A destination that says at once that all is well, and reads nothing. */
public final class HastyStore {
    public void put(String key, Content content) {
        // Whoever believes it has no copy.
    }
}
