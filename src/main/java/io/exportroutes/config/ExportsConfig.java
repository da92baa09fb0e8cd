package io.exportroutes.config;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.readback.ReadBackPolicy;
import io.exportroutes.retention.RetentionPolicy;
import io.exportroutes.value.Suggestions;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * The complete, checked config/exports.yaml. Maps keep the order of the file.
 *
 * @param service the settings for all jobs
 * @param operators what the people who operate it see and hear
 */
public record ExportsConfig(
        ApiConfig api,
        Map<String, DestinationConfig> destinations,
        Map<String, JobConfig> jobs,
        ServiceConfig service,
        OperatorsConfig operators) {
    public ExportsConfig {
        destinations = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(destinations));
        jobs = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(jobs));
    }

    /** Which copies of the job the destination keeps: as the job says, else the destination, else the defaults. */
    public RetentionPolicy retention(String job, String destination) {
        return service.kept().copies().of(job, destination);
    }

    /** How the copies of a destination are read back, by its name, in the order of the file; none where they are not. */
    public Map<String, ReadBackPolicy> readBacks() {
        return service.kept().readBacks();
    }

    /** The time zone of the job of this name; UTC where there is none: what it left behind outlives its name. */
    public ZoneId zone(String job) {
        JobConfig known = jobs.get(job);
        return known == null ? ZoneOffset.UTC : known.timing().zone();
    }

    /** Whether copies of the job may ever expire at the destination. */
    public boolean expires(String job, String destination) {
        return !retention(job, destination).keepsAll();
    }

    /** Whether any copies may ever expire. */
    public boolean expires() {
        return jobs.values().stream()
                .anyMatch(job -> job.destinations().stream().anyMatch(to -> expires(job.name(), to)));
    }

    /**
     * The job of this name.
     *
     * @throws PermanentFailure {@code unknown_job}
     */
    public JobConfig job(String name) {
        JobConfig job = jobs.get(name);
        if (job == null) {
            throw new PermanentFailure(
                    FailureCode.UNKNOWN_JOB,
                    "There is no job " + name + " in exports.yaml",
                    Suggestions.remedy(name, jobs.keySet()));
        }
        return job;
    }
}
