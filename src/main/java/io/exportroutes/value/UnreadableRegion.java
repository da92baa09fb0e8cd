package io.exportroutes.value;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The bytes of a {@link FileRegion} cannot be read from its file. */
public final class UnreadableRegion extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableRegion(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
