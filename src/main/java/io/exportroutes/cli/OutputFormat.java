package io.exportroutes.cli;

import java.util.Locale;

/** The form of a command's standard output. */
enum OutputFormat {
    /** For people: aligned columns, rounded sizes, local times. */
    TEXT,
    /** For programs: one object, exact sizes, times in UTC. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
