package io.exportroutes.cli;

import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.ledger.RunIds;
import io.exportroutes.schedule.RunRequest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code once}: runs jobs now. */
@Command(
        name = "once",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Runs jobs now, whatever their schedules, and returns when each of their deliveries is settled.",
            "The work is done in this process; where the service works on the state folder already, it is asked to do it and"
                    + " followed until it has."
        },
        footer = {
            "  export-routes once crm-nightly",
            "  export-routes once crm-nightly crm-schema --config /etc/export-routes",
            "  export-routes once crm-nightly --output json"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class OnceCommand implements Callable<Integer> {
    private static final String TRIGGER = "manual";

    @Spec
    CommandSpec spec;

    @Mixin
    CommonOptions surroundings;

    @Mixin
    OutputOption output;

    @Parameters(arity = "1..*", paramLabel = "JOB", description = "A job of exports.yaml.")
    List<String> jobs;

    @Override
    public Integer call() throws InterruptedException {
        ExportsConfig config = surroundings.glance().orThrow();
        jobs.forEach(config::job); // an unknown one ends the command before anything starts
        try (Session session = Session.open(surroundings.options(Mode.COMMAND), surroundings.clock())) {
            RunFollower following = new RunFollower(session, output, spec.commandLine());
            following.sayWho();
            return following.follow(submit(session)).code();
        }
    }

    private List<String> submit(Session session) {
        Instant now = session.place().clock().instant();
        RandomGenerator random = new SecureRandom();
        List<String> runIds = new ArrayList<>();
        for (String job : new LinkedHashSet<>(jobs)) {
            String runId = RunIds.manual(job, now, random);
            session.submit(new RunRequest(runId, job, TRIGGER, now));
            runIds.add(runId);
        }
        return runIds;
    }
}
