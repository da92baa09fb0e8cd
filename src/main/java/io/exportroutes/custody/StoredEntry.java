package io.exportroutes.custody;

import org.jspecify.annotations.Nullable;

/**
 * An entry as a destination has it, not verified.
 *
 * @param seq the number in its file's name
 * @param entry its bytes; of one above {@link Entry#LARGEST} its first bytes, one more than that, are enough
 * @param signature the bytes of the file beside it, or null if there is none
 */
public record StoredEntry(long seq, byte[] entry, byte @Nullable [] signature) {}
