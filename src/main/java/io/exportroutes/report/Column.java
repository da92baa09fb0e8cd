package io.exportroutes.report;

/**
 * A column of a table.
 *
 * @param key its name for programs
 * @param heading its name for people
 * @param width of what is brief, in characters; 0 for what may be long and is read for a single row alone
 */
public record Column(String key, String heading, int width) {
    static Column brief(String key, String heading, int width) {
        return new Column(key, heading, width);
    }

    static Column whole(String key, String heading) {
        return new Column(key, heading, 0);
    }

    public boolean isBrief() {
        return width > 0;
    }
}
