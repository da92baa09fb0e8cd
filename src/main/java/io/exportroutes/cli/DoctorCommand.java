package io.exportroutes.cli;

import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.cli.output.Terminal;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.doctor.Doctor;
import io.exportroutes.doctor.Finding;
import io.exportroutes.doctor.Finding.Level;
import io.exportroutes.value.Durations;
import io.exportroutes.view.Json;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code doctor}: looks whether runs can succeed here. */
@Command(
        name = "doctor",
        description = {
            "Looks at everything that a run needs, and says what is wrong and how to fix it: the API, its token and the clock, each"
                    + " destination, rights, room, time zones, the ledger, the keys of custody, the channels of notifications.",
            "To each destination it writes a probe of a kilobyte by the destination's own Kamelet, reads it back, compares it and"
                    + " deletes it. Mail servers are only asked whether they would take a mail. Nothing else is changed.",
            "It works while the service runs. The exit status is 1 if anything FAILs; WARN does not count."
        },
        footer = {
            "  export-routes doctor",
            "  export-routes doctor --job crm-nightly",
            "  export-routes doctor --output json"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DoctorCommand extends OutputCommand {
    @Option(names = "--job", paramLabel = "JOB", description = "Look only at what this job needs.")
    @Nullable
    String job;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "The longest that one check may take (default: ${DEFAULT-VALUE}).")
    String timeout;

    /** The printed object. */
    record Examined(boolean healthy, List<Finding> findings) {}

    @Override
    public Integer call() throws InterruptedException {
        Duration limit = limit();
        ExportsConfig config = common.config();
        Collection<JobConfig> jobs = job == null ? config.jobs().values() : List.of(config.job(job));
        List<Finding> findings;
        try (Doctor doctor = new Doctor(common.options(Mode.COMMAND), config, common.clock(), limit)) {
            findings = doctor.examine(jobs, this::progress);
        }
        boolean healthy = findings.stream().noneMatch(finding -> finding.level() == Level.FAIL);
        if (output.json()) {
            Json.print(out(), new Examined(healthy, findings));
        } else {
            FindingLines.print(out(), findings, Terminal.width());
        }
        return (healthy ? ExitStatus.DELIVERED : ExitStatus.FAILED).code();
    }

    private Duration limit() {
        try {
            Duration limit = Durations.parse(timeout);
            if (!limit.isZero()) {
                return limit;
            }
        } catch (IllegalArgumentException e) {
            throw wrongTime(e);
        }
        throw wrongTime(null);
    }

    private ParameterException wrongTime(@Nullable Exception cause) {
        return new ParameterException(
                spec.commandLine(), "--timeout: " + timeout + " is no time. Write 30s or 2m.", cause);
    }

    /** On a terminal, as it may take a minute until all is known. */
    private void progress(Finding finding) {
        if (!output.json() && Terminal.isInteractive()) {
            spec.commandLine().getErr().println("looked at " + finding.title() + ": " + finding.level());
        }
    }
}
