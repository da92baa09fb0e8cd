package io.exportroutes.cli.output;

/**
 * One column of a {@link Table}, and how it shrinks if the terminal is too narrow for all.
 *
 * @param least the width down to which it is shortened
 * @param rank of the columns that may be left out, the lowest goes first; 0 for one that always stays
 */
public record Column(String heading, Fit fit, int least, int rank) {
    enum Fit {
        /** Never shortened. */
        WHOLE,
        /** Meant to be copied: shortened, in the middle, only where leaving out other columns is not enough. */
        ID,
        /** Shortened in the middle: its end says as much as its beginning. */
        PATH,
        /** Shortened at its end. */
        PROSE
    }

    public static Column whole(String heading) {
        return new Column(heading, Fit.WHOLE, 0, 0);
    }

    public static Column id(String heading) {
        return new Column(heading, Fit.ID, 16, 0);
    }

    static Column path(String heading) {
        return new Column(heading, Fit.PATH, 20, 0);
    }

    public static Column prose(String heading) {
        return new Column(heading, Fit.PROSE, 16, 0);
    }

    /** A message: its beginning names the operation, its end the reason. */
    public static Column error(int least) {
        return new Column("ERROR", Fit.PATH, least, 0);
    }

    /** The same, but omitted if space is short. */
    public Column leftOut(int order) {
        return new Column(heading, fit, least, order);
    }

    boolean isShortened() {
        return fit == Fit.PATH || fit == Fit.PROSE;
    }

    /** The cell in at most so many columns. */
    String cell(String text, int width) {
        return fit == Fit.PROSE ? TextWidth.beginning(text, width) : TextWidth.middle(text, width);
    }
}
