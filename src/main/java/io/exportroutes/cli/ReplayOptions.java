package io.exportroutes.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How runs are put back to work. */
final class ReplayOptions {
    @Option(
            names = "--as",
            paramLabel = "JOB",
            description = "Use the settings of this job, if the run's own job is no longer in exports.yaml.")
    @Nullable
    String asJob;

    @Option(names = "--no-wait", description = "If the service does the work, do not wait until it is done.")
    boolean noWait;
}
