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
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code once}: runs jobs now. */
@Command(
        name = "once",
        description = {
            "Runs jobs now, independent of their schedules, and returns when all their deliveries are settled.",
            "This process does the work; if the service is using the state folder, the service does it, and the command waits"
                    + " for its end."
        },
        footer = {
            "  export-routes once crm-nightly",
            "  export-routes once crm-nightly crm-schema --config /etc/export-routes",
            "  export-routes once crm-nightly --output json"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class OnceCommand extends OutputCommand {
    private static final String TRIGGER = "manual";

    @Parameters(arity = "1..*", paramLabel = "JOB", description = "A job of exports.yaml.")
    List<String> jobs;

    @Override
    public Integer call() throws InterruptedException {
        ExportsConfig config = common.readWithoutSecrets().orThrow();
        jobs.forEach(config::job); // an unknown one ends the command before anything starts
        try (Session session = Session.open(common.options(Mode.COMMAND), common.clock())) {
            RunFollower following = new RunFollower(session, output, spec.commandLine());
            following.sayWho();
            return following.follow(submit(session)).code();
        }
    }

    private List<String> submit(Session session) {
        Instant now = session.context().clock().instant();
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
