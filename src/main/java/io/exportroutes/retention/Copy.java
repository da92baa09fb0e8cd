package io.exportroutes.retention;

import java.time.Instant;

/**
 * An artifact of the job as the destination holds it.
 *
 * @param key the object's
 * @param size in bytes, as stored
 * @param standing what is known of its bytes
 * @param protection what keeps it whatever the policy says
 */
public record Copy(String key, Run run, long size, Standing standing, Protection protection) {
    public Copy {
        if (key.isEmpty() || size < 0) {
            throw new IllegalArgumentException("no copy: key \"" + key + "\", size " + size);
        }
    }

    /** The same copy, with other protection. */
    public Copy protectedBy(Protection other) {
        return new Copy(key, run, size, standing, other);
    }

    /**
     * The run that stored a copy. What one run stored stands and falls together.
     *
     * @param id unlike that of any other run
     * @param time when it was due, of a run by hand when it was asked for: as the sidecar has it, never a file's time
     */
    public record Run(String id, Instant time) {
        public Run {
            if (id.isEmpty()) {
                throw new IllegalArgumentException("a run without an id");
            }
        }
    }
}
