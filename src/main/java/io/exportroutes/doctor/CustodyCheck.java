package io.exportroutes.doctor;

import io.exportroutes.app.AppContext;
import io.exportroutes.config.CustodyConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.custody.Notary;
import io.exportroutes.custody.SigningKey;
import io.exportroutes.failure.ExportFailure;
import java.nio.file.Path;
import java.util.Map;

/** Whether the keys that sign the chains of custody can be read, and the chains of the jobs go on with them. */
record CustodyCheck(Patient patient, CustodyConfig custody) implements Check {
    @Override
    public String name() {
        return "custody";
    }

    @Override
    public void look(Findings findings) {
        boolean all = isRead(findings, "signing-key-file", custody.signingKeyFile());
        Path previous = custody.previousKeyFile();
        if (previous != null) {
            all &= isRead(findings, "previous-key-file", previous);
        }
        AppContext ledger = patient.ledger();
        if (all && ledger != null) {
            compare(
                    findings,
                    ledger.ledger().deliveries().copies().chains().signingKeys(),
                    AppContext.notary(custody, patient.options()));
        }
    }

    private static boolean isRead(Findings findings, String key, Path file) {
        try {
            findings.ok("The key of %s is an Ed25519 key that its owner alone may read: %s"
                    .formatted(key, SigningKey.read(file).publicKey().fingerprint()));
            return true;
        } catch (ExportFailure unreadable) {
            findings.fail(unreadable);
            return false;
        }
    }

    /** A run of a job whose chain another key signs would fail. */
    private void compare(Findings findings, Map<String, String> keys, Notary notary) {
        int same = 0;
        for (JobConfig job : patient.jobs()) {
            String present = keys.get(job.name());
            try {
                if (present != null && notary.goesOn(job.name(), present)) {
                    same++;
                } else if (present != null) {
                    findings.ok(
                            "The next entry of the chain " + job.name() + " hands over to the key of signing-key-file");
                }
            } catch (ExportFailure another) {
                findings.fail(another);
            }
        }
        if (same > 0) {
            findings.ok("Chains that it signs: " + same);
        }
    }
}
