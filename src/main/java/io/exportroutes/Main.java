package io.exportroutes;

import io.exportroutes.cli.ExportRoutes;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The program. */
public final class Main {
    private Main() {}

    /** See {@code export-routes --help}; the exit statuses stand there. */
    public static void main(String[] arguments) {
        // What serves health and metrics would call what Java 24 and later warns about on standard error, for a speed
        // that
        // two small pages do not need.
        System.getProperties().putIfAbsent("io.netty.noUnsafe", "true");
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(ExportRoutes.execute(List.of(arguments), out, err));
    }
}
