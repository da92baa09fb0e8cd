package io.exportroutes.config;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that learn of runs.
 *
 * @param ofAll null: only the jobs that have one of their own send any
 * @param ofJobs by the job's name
 */
public record HeartbeatsConfig(@Nullable HeartbeatConfig ofAll, Map<String, HeartbeatConfig> ofJobs) {
    /** Nobody learns of any run. */
    public static final HeartbeatsConfig NONE = new HeartbeatsConfig(null, Map.of());

    public HeartbeatsConfig {
        ofJobs = Map.copyOf(ofJobs);
    }

    /** The job's own, else that of all. */
    public Optional<HeartbeatConfig> of(String job) {
        return Optional.ofNullable(ofJobs.getOrDefault(job, ofAll));
    }

    /** Whether any job has one. */
    public boolean any() {
        return ofAll != null || !ofJobs.isEmpty();
    }

    /** That of all first. */
    public Stream<HeartbeatConfig> each() {
        return Stream.concat(Stream.ofNullable(ofAll), ofJobs.values().stream());
    }
}
