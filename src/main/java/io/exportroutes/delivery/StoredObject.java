package io.exportroutes.delivery;

import java.time.Instant;

/**
 * What a destination has under a key.
 *
 * @param size in bytes
 * @param modified when it was last written, as the destination says
 */
public record StoredObject(String key, long size, Instant modified) {}
