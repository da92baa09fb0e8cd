package io.exportroutes.config;

import io.exportroutes.retention.RetentionPolicy;
import java.util.Map;

/**
 * Which copies are kept where.
 *
 * @param ofAll where neither job nor destination says otherwise
 * @param ofDestinations by the destination's name
 * @param ofJobs by the job's name
 */
public record RetentionConfig(
        RetentionPolicy ofAll, Map<String, RetentionPolicy> ofDestinations, Map<String, RetentionPolicy> ofJobs) {
    /** Everything is kept. */
    public static final RetentionConfig ALL = new RetentionConfig(RetentionPolicy.KEEP_ALL, Map.of(), Map.of());

    public RetentionConfig {
        ofDestinations = Map.copyOf(ofDestinations);
        ofJobs = Map.copyOf(ofJobs);
    }

    /** The job's own, else the destination's, else that of all. */
    public RetentionPolicy of(String job, String destination) {
        return ofJobs.getOrDefault(job, ofDestinations.getOrDefault(destination, ofAll));
    }
}
