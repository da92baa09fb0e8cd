package io.exportroutes.app;

import java.nio.file.Path;

/**
 * The folders of an engine, and how much of it runs.
 *
 * @param home the folder with routes/
 * @param config the folder with exports.yaml and application.properties
 * @param state the folder for ledger, spool and lock
 */
public record EngineOptions(Path home, Path config, Path state, Mode mode) {
    /** How much of the engine runs. */
    public enum Mode {
        /** Processes the run queue; no schedule fires. */
        COMMAND,
        /** Schedules fire as well. */
        SCHEDULES,
        /** Schedules fire, and health and metrics are served. */
        SERVICE
    }

    boolean fires() {
        return mode != Mode.COMMAND;
    }

    boolean serves() {
        return mode == Mode.SERVICE;
    }
}
