package io.exportroutes.doctor;

import io.exportroutes.app.AppContext;
import io.exportroutes.app.KameletCaller;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.kamelet.SinkHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Writes a probe to a destination by its own sink, reads it back, compares it and deletes it. */
final class DestinationCheck implements Check {
    private final DestinationConfig destination;
    private final Patient patient;
    private final KameletCaller caller;
    private final String key;

    DestinationCheck(Patient patient, DestinationConfig destination) {
        this.destination = destination;
        this.patient = patient;
        this.caller = patient.caller();
        this.key = ProbeKey.of(destination.key(), UUID.randomUUID());
    }

    @Override
    public String name() {
        return "destination";
    }

    @Override
    public String subject() {
        return destination.name();
    }

    @Override
    public void look(Findings findings) throws IOException {
        AppContext ledger = patient.ledger();
        if (caller.has(destination.archiveKamelet())) {
            if (ledger == null) {
                findings.warn(
                        "It was not probed: the ledger, which knows its directory, cannot be opened", "Fix the ledger");
            } else {
                probe(findings, new ProbeContent(ledger.memoryOf(destination.name()), key.hashCode()));
            }
        } else if (caller.has(destination.checkKamelet())) {
            findings.ok(caller.check(destination));
        } else {
            findings.ok("It is write-only and was not probed: there is no Kamelet " + destination.archiveKamelet());
        }
    }

    private void probe(Findings findings, ProbeContent probe) throws IOException {
        long begun = System.nanoTime();
        findings.mayStay("the probe " + key);
        try {
            caller.call(destination.kamelet(), destination.name(), probe, headers(probe));
        } catch (ExportFailure refused) {
            boolean gone = delete().isEmpty();
            String left = gone || !(refused instanceof TransientFailure)
                    ? ""
                    : "; the probe " + key + " may have stayed there";
            findings.fail(Findings.text(refused) + left, refused.hint());
            return;
        }
        boolean same = readBack(findings, probe);
        if (same && mayExpire()) {
            VersionsFinding.tell(findings, caller.archive(destination), key);
        }
        String stays = delete();
        if (!stays.isEmpty()) {
            findings.warn(
                    "The probe " + key + " stays there: " + stays,
                    "Remove it by hand; let this user delete, or expect one probe more with each doctor");
        } else if (same) {
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            findings.ok("A probe was written, read back and deleted in " + took.toMillis() + " ms");
        }
    }

    private boolean mayExpire() {
        return patient.jobs().stream()
                .filter(job -> job.destinations().contains(destination.name()))
                .anyMatch(job -> patient.config().expires(job.name(), destination.name()));
    }

    private boolean readBack(Findings findings, ProbeContent probe) throws IOException {
        try (InputStream there = caller.archive(destination).read(key)) {
            byte[] bytes = there.readNBytes(probe.bytes().length + 1);
            if (Arrays.equals(bytes, probe.bytes())) {
                return true;
            }
            findings.fail(
                    "The probe has other bytes there than were sent",
                    "Find out what changes files on the way to it, or there");
        } catch (ExportFailure failure) {
            unreadable(findings, failure);
        }
        return false;
    }

    /** To deliver is all that a run needs: where it may not read, that is worth knowing. */
    private static void unreadable(Findings findings, ExportFailure failure) {
        if (failure.is(FailureCode.PERMISSION_DENIED)) {
            findings.warn(
                    "A probe was written but may not be read back: " + Findings.text(failure),
                    "Let this user read as well, or check the copies in another way");
        } else if (failure.is(FailureCode.NOT_FOUND)) {
            findings.warn(
                    "A probe was written and is gone already: " + Findings.text(failure),
                    "Find out who takes files away there");
        } else {
            findings.fail(failure);
        }
    }

    /** Removes the probe and what a sink may have put beside it; returns why it stays, or nothing. */
    private String delete() throws IOException {
        String stays = "";
        for (String one : new String[] {Sidecar.keyFor(key), key}) {
            try {
                caller.archive(destination).delete(one);
                stays = "";
            } catch (ExportFailure failure) {
                stays = Findings.text(failure);
            }
        }
        return stays;
    }

    private Map<String, Object> headers(ProbeContent probe) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(SinkHeaders.PART, SinkHeaders.ARTIFACT);
        headers.put(SinkHeaders.KEY, key);
        headers.put(SinkHeaders.NAME, key.substring(key.lastIndexOf('/') + 1));
        headers.put(SinkHeaders.CONTENT_TYPE, probe.contentType());
        headers.put(SinkHeaders.SIZE, (long) probe.bytes().length);
        headers.put(SinkHeaders.SHA256, probe.awaitVerified().sha256());
        headers.put(SinkHeaders.DESTINATION, destination.name());
        return headers;
    }
}
