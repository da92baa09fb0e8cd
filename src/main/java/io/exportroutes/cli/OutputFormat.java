package io.exportroutes.cli;

import java.util.Locale;

/** What a command prints on standard output. */
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
