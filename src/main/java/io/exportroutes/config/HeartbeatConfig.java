package io.exportroutes.config;

import io.exportroutes.value.Secret;

/**
 * The address that learns of each run, so that somebody else notices when none comes.
 *
 * @param url with {@code {job}} in it for the job's name; who knows it can send heartbeats
 * @param start whether the beginning of a run is reported as well
 */
public record HeartbeatConfig(Secret url, boolean start) {}
