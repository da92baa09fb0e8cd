package io.exportroutes.route;

import java.util.Objects;
import org.apache.camel.CamelContext;

/** The versions of this program and of Camel, for the sidecar. */
public final class Versions {
    /** This program's, from the jar's manifest. */
    public static final String PROGRAM = of(Versions.class);

    /** Camel's. */
    public static final String CAMEL = of(CamelContext.class);

    private Versions() {}

    private static String of(Class<?> type) {
        return Objects.requireNonNullElse(type.getPackage().getImplementationVersion(), "unpackaged");
    }
}
