package io.exportroutes.archive;

import java.nio.file.Path;

/**
 * An artifact that came back whole.
 *
 * @param copy from where
 * @param file where it is now
 */
public record Fetched(ArchivedCopy copy, Path file) {}
