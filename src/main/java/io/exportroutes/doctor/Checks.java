package io.exportroutes.doctor;

import io.exportroutes.config.CustodyConfig;
import io.exportroutes.config.OperatorsConfig;
import io.exportroutes.readback.ReadBackPolicy;
import java.util.ArrayList;
import java.util.List;

/** The table of all checks, in the order in which their findings are shown. The ledger's own comes before them. */
final class Checks {
    private Checks() {}

    static List<Check> of(Patient patient) {
        List<Check> checks = new ArrayList<>();
        checks.add(new LockCheck(patient.options()));
        checks.add(new RightsCheck(patient));
        checks.add(new SpaceCheck(patient));
        checks.add(new TimeZoneCheck(patient));
        patient.jobs().stream()
                .map(job -> job.request().project())
                .distinct()
                .forEach(project -> checks.add(new ApiCheck(patient, project)));
        patient.destinations().forEach(destination -> checks.add(new DestinationCheck(patient, destination)));
        patient.destinations().forEach(destination -> {
            ReadBackPolicy policy = patient.config().readBacks().get(destination.name());
            if (policy != null) {
                checks.add(new ReadBackCheck(patient, destination, policy));
            }
        });
        addOfOperators(patient, checks);
        return checks;
    }

    private static void addOfOperators(Patient patient, List<Check> checks) {
        OperatorsConfig operators = patient.config().operators();
        CustodyConfig custody = operators.custody();
        if (custody != null) {
            checks.add(new CustodyCheck(patient, custody));
        }
        operators.channels().values().forEach(channel -> checks.add(new ChannelCheck(patient, channel)));
        operators.heartbeats().each().distinct().forEach(heartbeat -> checks.add(new HeartbeatCheck(heartbeat)));
    }
}
