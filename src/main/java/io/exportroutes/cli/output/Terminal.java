package io.exportroutes.cli.output;

import picocli.CommandLine.Model.UsageMessageSpec;

/** Whether someone watches, and how wide their terminal is. */
public final class Terminal {
    private Terminal() {}

    /** Whether standard error is a terminal. */
    public static boolean isInteractive() {
        return is("exportroutes.terminal");
    }

    /** The width of standard output in columns, or 0 if it is no terminal: a program or a file gets values in full. */
    public static int width() {
        if (!is("exportroutes.output-terminal")) {
            return 0;
        }
        int columns = columns();
        return columns > 0 ? columns : new UsageMessageSpec().autoWidth(true).width();
    }

    /** The width in columns, from the property that help goes by or from COLUMNS, or 0 if the terminal is to say. */
    static int columns() {
        String columns = System.getProperty("picocli.usage.width", System.getenv("COLUMNS"));
        return columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : 0;
    }

    /** The launcher's finding; without it Java's own, which needs both standard input and output to be a terminal. */
    private static boolean is(String property) {
        String value = System.getProperty(property);
        boolean terminal = value == null ? System.console() != null : Boolean.parseBoolean(value);
        return terminal && !"dumb".equals(System.getenv("TERM"));
    }
}
