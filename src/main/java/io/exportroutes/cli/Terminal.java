package io.exportroutes.cli;

/** Whether someone watches standard error. */
final class Terminal {
    private Terminal() {}

    /** The launcher looks and says so; without it, Java's own guess, which wants standard input and output to be one. */
    static boolean isInteractive() {
        String told = System.getProperty("exportroutes.terminal");
        boolean terminal = told == null ? System.console() != null : Boolean.parseBoolean(told);
        return terminal && !"dumb".equals(System.getenv("TERM"));
    }

    /** The width in columns, from COLUMNS, or 0 where it is for the terminal to say. */
    static int columns() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : 0;
    }
}
