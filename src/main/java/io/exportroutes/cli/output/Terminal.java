package io.exportroutes.cli.output;

import picocli.CommandLine.Model.UsageMessageSpec;

/** Whether someone watches, and how wide their terminal is. */
public final class Terminal {
    private Terminal() {}

    /** Whether standard error is a terminal. */
    public static boolean isInteractive() {
        return is("exportroutes.terminal");
    }

    /** How many columns standard output has, or 0 where it is no terminal: a program or a file gets whole values. */
    public static int width() {
        if (!is("exportroutes.output-terminal")) {
            return 0;
        }
        int told = columns();
        return told > 0 ? told : new UsageMessageSpec().autoWidth(true).width();
    }

    /** The width in columns, from the property that help goes by or from COLUMNS, or 0 where the terminal is to say. */
    static int columns() {
        String columns = System.getProperty("picocli.usage.width", System.getenv("COLUMNS"));
        return columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : 0;
    }

    /** The launcher looks and says so; without it, Java's own guess, which wants standard input and output to be one. */
    private static boolean is(String property) {
        String told = System.getProperty(property);
        boolean terminal = told == null ? System.console() != null : Boolean.parseBoolean(told);
        return terminal && !"dumb".equals(System.getenv("TERM"));
    }
}
