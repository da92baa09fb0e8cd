package io.exportroutes.spool;

import java.nio.file.Path;

/**
 * Where the bytes of an artifact are: in a file of their own, or within a {@link Segment}.
 *
 * @param start the place of its first byte in the file
 */
record SpoolRegion(Path file, long start) {}
