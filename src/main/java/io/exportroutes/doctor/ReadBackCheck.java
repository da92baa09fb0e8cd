package io.exportroutes.doctor;

import io.exportroutes.app.AppContext;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.readback.Budget.Need;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.ReadBackPolicy;
import io.exportroutes.value.Durations;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the copies at a destination can be read back as exports.yaml says. */
record ReadBackCheck(Patient patient, DestinationConfig destination, ReadBackPolicy policy) implements Check {
    private static final String ROUTE = "direct:restore-drill";
    private static final double MEGABYTE = 1_000_000;

    @Override
    public String name() {
        return "read-back";
    }

    @Override
    public String subject() {
        return destination.name();
    }

    @Override
    public void look(Findings findings) throws IOException {
        if (!patient.caller().has(destination.archiveKamelet())) {
            findings.warn(
                    "Nothing is read back: there is no Kamelet " + destination.archiveKamelet() + " to read it by",
                    "Drop that Kamelet into routes/kamelets, or remove read-back");
            return;
        }
        if (policy.level() == Level.CHECKSUM && destination.tellsNoSha256()) {
            findings.warn(
                    "It tells no SHA-256 of the whole object: only exists is done, which says nothing of the bytes",
                    "Set its read-back level to content");
        }
        IdentityFinding.tell(findings, destination.encryption(), policy.depth());
        if (policy.level() == Level.RESTORES && !hasRoute()) {
            findings.warn(
                    "There is no route " + ROUTE + ": copies are opened, and not restored",
                    "Add such a route to routes/, or set its read-back level to opens");
        }
        need(findings);
    }

    private boolean hasRoute() throws IOException {
        Path routes = patient.options().home().resolve("routes");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(routes, "*.yaml")) {
            for (Path file : files) {
                if (Files.readString(file).contains(ROUTE)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void need(Findings findings) {
        AppContext ledger = patient.ledger();
        if (ledger == null) {
            return; // the check of the ledger says why
        }
        Need need = new Need(policy);
        ledger.ledger().deliveries().copies().readBacks().known(destination.name(), policy.level(), need::add);
        String every = "To read each copy every " + Durations.print(policy.every()) + " takes " + print(need.aDay())
                + " a day";
        Long budget = policy.budget();
        if (budget == null) {
            findings.ok(every + ", of which there is no limit");
        } else if (need.isMet()) {
            findings.ok(every + ", and the budget is " + print(budget));
        } else {
            findings.warn(
                    every + ", and the budget is " + print(budget) + ": copies will be overdue",
                    "Raise its read-back budget, let every be longer, or let the retention keep fewer copies");
        }
    }

    private static String print(long bytes) {
        return bytes < 1000 * MEGABYTE
                ? "%.1f MB".formatted(bytes / MEGABYTE)
                : "%.1f GB".formatted(bytes / (1000 * MEGABYTE));
    }
}
