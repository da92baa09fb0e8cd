package io.exportroutes.lab.sandbox;

import java.nio.file.Path;
import java.time.Instant;

/**
 * An artifact on disk.
 *
 * @param entityTag strong: other bytes have another one
 * @param modified in whole seconds, as HTTP dates are
 */
record Artifact(Path file, long size, String entityTag, Instant modified) {}
