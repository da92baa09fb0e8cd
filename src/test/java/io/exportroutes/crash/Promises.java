package io.exportroutes.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.demo.ReadBack;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.ledger.Run;
import io.exportroutes.spool.Spool;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What the ledger says of this machine's disk has to be true as soon as the power is back, before anything is mended. */
final class Promises {
    private final Path site;
    private final Ledger ledger;

    private Promises(Path site, Ledger ledger) {
        this.site = site;
        this.ledger = ledger;
    }

    /**
     * Looks, and so changes the files.
     *
     * @param site a copy of the site's folder
     * @return whether an export is verified
     */
    static boolean areKept(Path site) throws IOException {
        Path file = site.resolve("state/ledger.db");
        if (!Files.exists(file)) {
            return false;
        }
        boolean verified = false;
        try (Ledger ledger = Ledger.open(LedgerSource.sqlite(file), Clock.systemUTC())) {
            for (Run run : Scene.runs(ledger)) {
                for (ExportEntry export : ledger.exports().ofRun(run.id())) {
                    if (export.state() == ExportState.VERIFIED) {
                        new Promises(site, ledger).check(export);
                        verified = true;
                    }
                }
            }
        }
        return verified;
    }

    private void check(ExportEntry export) throws IOException {
        String sha256 = Objects.requireNonNull(export.bytes().sha256());
        List<Delivery> deliveries = ledger.deliveries().ofRun(export.owner().runId());
        if (deliveries.isEmpty()
                || !deliveries.stream().allMatch(one -> one.state().releasesSpool())) {
            Spool spool = new Spool(site.resolve("state/spool"), Duration.ofSeconds(5));
            long size = Objects.requireNonNull(export.bytes().size());
            assertThat(spool.complete(export.manifest().id(), new Verified(size, sha256), () -> {}))
                    .as("the verified bytes in the spool")
                    .isPresent();
        }
        for (Delivery delivery : deliveries) {
            if (delivery.destination().equals("mirror") && delivery.state() == DeliveryState.DELIVERED) {
                Path artifact = site.resolve("mirror").resolve(delivery.plan().key());
                assertThat(artifact).as("what was delivered").isRegularFile();
                assertThat(ReadBack.sha256(Files.readAllBytes(artifact))).isEqualTo(sha256);
                assertThat(artifact.resolveSibling(artifact.getFileName() + ".manifest.json"))
                        .content()
                        .contains(sha256);
            }
        }
    }
}
