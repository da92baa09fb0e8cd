package io.exportroutes;

import io.exportroutes.app.Warmup;
import io.exportroutes.cli.ExportRoutes;
import io.exportroutes.logging.LogOutput;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** The program. */
public final class Main {
    /** Not at the class path's root: there it would decide for each application that takes this jar. */
    private static final String OWN_LOGGING = "io/exportroutes/logback.xml";

    /** The commands that start an engine. */
    private static final Set<String> WORKS = Set.of("run", "once");

    private Main() {}

    /** See {@code export-routes --help}; the exit statuses stand there. */
    public static void main(String[] arguments) {
        // Before the first logger is made; a file that the user names takes precedence.
        setUnlessGiven("logback.configurationFile", OWN_LOGGING);
        // Netty serves health and metrics; its fast paths are what Java 24 and later warns about on standard error.
        setUnlessGiven("io.netty.noUnsafe", "true");
        LogOutput.format();
        if (arguments.length > 0 && WORKS.contains(arguments[0])) {
            Warmup.begin();
        }
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(ExportRoutes.execute(List.of(arguments), out, err));
    }

    private static void setUnlessGiven(String property, String value) {
        System.getProperties().putIfAbsent(property, value);
    }
}
