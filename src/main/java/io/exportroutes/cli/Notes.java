package io.exportroutes.cli;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.KeyTemplate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is no mistake in a configuration, and yet hardly what its writer wants. */
final class Notes {
    private Notes() {}

    /** One line each, in the order of the file. */
    static List<String> of(ExportsConfig config, Instant now) {
        List<String> notes = new ArrayList<>();
        notes.addAll(sharedKeys(config));
        notes.addAll(pastSchedules(config, now));
        return notes;
    }

    private static List<String> sharedKeys(ExportsConfig config) {
        return config.destinations().values().stream()
                .filter(destination -> !destination.key().isEmpty())
                .filter(destination -> !KeyTemplate.tellsRunsApart(destination.key()))
                .map(destination -> "destinations." + destination.name() + ".key: two runs of a job that begin in the same"
                        + " second have the same key, and the second is refused (key_taken)."
                        + " Put {export-id} or {run} into it.")
                .toList();
    }

    private static List<String> pastSchedules(ExportsConfig config, Instant now) {
        return config.jobs().values().stream()
                .filter(job -> job.isOver(now))
                .map(job -> "jobs." + job.name() + ".schedule: \"" + job.written()
                        + "\" is never due again. Give it other years, or take it away.")
                .toList();
    }
}
