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
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(ExportRoutes.execute(List.of(arguments), out, err));
    }
}
