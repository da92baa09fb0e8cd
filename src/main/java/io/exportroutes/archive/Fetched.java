package io.exportroutes.archive;

import java.nio.file.Path;

/**
 * An artifact that came back whole.
 *
 * @param copy from where
 * @param file where it is now
 * @param decrypted whether the file is what was inside an encrypted copy
 */
public record Fetched(ArchivedCopy copy, Path file, boolean decrypted) {}
