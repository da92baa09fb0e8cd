package io.exportroutes.cli;

import io.exportroutes.config.ExportsConfig;
import java.time.Instant;
import java.util.List;

/** What is no mistake in a configuration, and yet hardly what its writer wants. */
final class Notes {
    private Notes() {}

    /** One line each, in the order of the file. */
    static List<String> of(ExportsConfig config, Instant now) {
        return config.jobs().values().stream()
                .filter(job -> job.isOver(now))
                .map(job -> "jobs." + job.name() + ".schedule: \"" + job.written()
                        + "\" is never due again. Give it other years, or take it away.")
                .toList();
    }
}
