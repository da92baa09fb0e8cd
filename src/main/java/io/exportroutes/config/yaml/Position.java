package io.exportroutes.config.yaml;

/**
 * A position in the file, 1-based.
 *
 * @param keyLine the line of its key, or of itself where it is an entry of a list
 * @param line the line of its value
 */
record Position(int keyLine, int keyColumn, int line, int column) {
    static final Position FILE = new Position(0, 0, 0, 0);
}
