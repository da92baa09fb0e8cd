package io.exportroutes;

import io.exportroutes.cli.ExportRoutes;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The program. */
public final class Main {
    /** Not at the class path's root: there it would decide for each application that takes this jar. */
    private static final String OWN_LOGGING = "io/exportroutes/logback.xml";

    private Main() {}

    /** See {@code export-routes --help}; the exit statuses stand there. */
    public static void main(String[] arguments) {
        // Before the first logger is made; a file that the user names takes precedence.
        setUnlessGiven("logback.configurationFile", OWN_LOGGING);
        // Netty serves health and metrics; its fast paths are what Java 24 and later warns about on standard error.
        setUnlessGiven("io.netty.noUnsafe", "true");
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(ExportRoutes.execute(List.of(arguments), out, err));
    }

    private static void setUnlessGiven(String property, String value) {
        System.getProperties().putIfAbsent(property, value);
    }
}
