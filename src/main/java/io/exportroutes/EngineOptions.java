package io.exportroutes;

import java.nio.file.Path;

/**
 * Where an engine finds its things.
 *
 * @param home the folder with routes/
 * @param config the folder with exports.yaml and application.properties
 * @param state the folder for ledger, spool and lock
 * @param service whether schedules fire and the management port opens
 */
public record EngineOptions(Path home, Path config, Path state, boolean service) {}
