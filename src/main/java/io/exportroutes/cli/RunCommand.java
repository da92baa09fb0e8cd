package io.exportroutes.cli;

import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.app.Extensions;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.view.Formats;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code run}: the service. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Runs the service: schedules, recovery, health and metrics.",
            "Each job fires on its schedule; unfinished runs of an earlier process continue. Health and metrics are served on"
                    + " the loopback interface.",
            "SIGHUP, or export-routes reload, takes in a changed exports.yaml. Runs in hand end as they began.",
            "It stops on SIGTERM or Ctrl-C: no new work starts, deliveries in flight get limits.shutdown to finish, and"
                    + " unfinished runs continue at the next start. The exit status is then 143 or 130, as shells report the signal."
        },
        footer = {
            "  export-routes run",
            "  export-routes run --config /etc/export-routes --state /var/lib/export-routes",
            "  export-routes run --log-format json"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RunCommand implements Callable<Integer> {
    private static final int NEXT_SHOWN = 3;

    @Spec
    CommandSpec spec;

    @Mixin
    CommonOptions common;

    @Override
    public Integer call() throws InterruptedException {
        try (Session session = Session.service(common.options(Mode.SERVICE), common.clock())) {
            Hangup.calls(() -> session.reload("SIGHUP"));
            announce(session);
            new CountDownLatch(1).await();
        }
        return ExitStatus.DELIVERED.code();
    }

    private void announce(Session session) {
        ExportsConfig config = session.context().config();
        Instant now = session.context().clock().instant();
        PrintWriter out = spec.commandLine().getOut();
        List<Firing> firings = config.jobs().values().stream()
                .flatMap(job -> Firing.next(job, now).stream())
                .sorted(Comparator.comparing(Firing::time))
                .toList();
        out.printf("ready: %s, %d on a schedule%n", Formats.count(config.jobs().size(), "job"), firings.size());
        for (Firing firing : firings.subList(0, Math.min(NEXT_SHOWN, firings.size()))) {
            out.println("next:  " + firing.job().name() + " at "
                    + Formats.time(firing.time(), firing.job().timing().zone()));
        }
        Stream.concat(Extensions.ofThisProcess().notes().stream(), ConfigWarnings.of(config, now).stream())
                .forEach(note -> out.println("note:  " + note));
        session.health().ifPresent(health -> out.println("health: " + health));
        out.flush();
    }

    /** When a job is due. */
    record Firing(JobConfig job, Instant time) {
        static java.util.Optional<Firing> next(JobConfig job, Instant now) {
            return job.timing().nextDue(now).map(time -> new Firing(job, time));
        }
    }
}
