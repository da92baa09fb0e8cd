package io.exportroutes.drift;

import java.time.Instant;

/** Which two exports were compared. */
public record ComparedExports(Export before, Export after) {
    /**
     * One of them.
     *
     * @param scheduledFor the scheduled time of the run that made it
     * @param sha256 of its bytes as they are stored, lower-case hex
     */
    public record Export(String job, String id, Instant scheduledFor, String sha256) {}
}
