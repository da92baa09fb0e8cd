package io.exportroutes.path;

import io.exportroutes.delivery.Content;

/** A destination whose driver is not whole: it fails with an error, not with an exception. */
public final class ErrorStore {
    public void put(String key, Content content) {
        throw new NoClassDefFoundError("com/example/Driver");
    }
}
