package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.RunPages.Counts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A run, however many exports it has. */
abstract class RunPartsContract extends LedgerContract {
    @Test
    void pagesOfAnyLengthHaveEachExportOnceTheSoonestExpiryFirst() {
        begun("r1");
        begun("r2");
        take("exp_5", "r1", Samples.NIGHT);
        take("exp_4", "r1", null);
        take("exp_3", "r1", Samples.NIGHT.plusSeconds(1));
        take("exp_2", "r1", null);
        take("exp_1", "r1", Samples.NIGHT.plusSeconds(1));
        take("exp_0", "r2", Samples.NIGHT);

        for (int length = 1; length <= 6; length++) {
            assertThat(pages(length))
                    .as("pages of %d", length)
                    .containsExactly("exp_5", "exp_1", "exp_3", "exp_2", "exp_4");
        }
        assertThat(ledger.summaries().parts().exports("r1", "none", 9)).isEmpty();
    }

    private List<String> pages(int length) {
        List<String> ids = new ArrayList<>();
        @Nullable String after = null;
        List<ExportEntry> page;
        do {
            page = ledger.summaries().parts().exports("r1", after, length);
            page.forEach(export -> ids.add(export.manifest().id()));
            after = ids.get(ids.size() - 1);
        } while (page.size() == length && ids.size() < 5);
        return ids;
    }

    @Test
    void aRunIsAddedUp() {
        begun("r1");
        begun("r2");
        planned("exp_1", "r1");
        planned("exp_2", "r1");
        planned("exp_3", "r2");
        take("exp_4", "r1", null);
        delivered("exp_1", "mirror");
        clock.advanceSeconds(9);
        delivered("exp_2", "mirror");
        delivered("exp_3", "archive");
        Unclaimed.of(ledger)
                .deliveries()
                .markDead("exp_2", "archive", new PermanentFailure(FailureCode.DEADLINE, "It passed", "Raise it"));

        RunParts.Sums sums = ledger.summaries().parts().sums("r1", List.of("archive", "mirror"));

        assertThat(sums)
                .isEqualTo(new RunParts.Sums(
                        new Counts(3, 2, 1), 6L, clock.instant().minusSeconds(9), Map.of("mirror", clock.instant())));
    }

    @Test
    void aRunWithoutAnythingHasNoSums() {
        begun("r1");

        assertThat(ledger.summaries().parts().sums("r1", List.of()))
                .isEqualTo(new RunParts.Sums(Counts.NONE, null, null, Map.of()));
    }

    private void take(String exportId, String runId, @Nullable Instant expires) {
        Unclaimed.of(ledger).exports().take(Samples.manifest(exportId, expires), "crm", runId);
    }

    private void planned(String exportId, String runId) {
        take(exportId, runId, null);
        Unclaimed.of(ledger).exports().recordVerified(exportId, 3, "aa", "node");
        Unclaimed.of(ledger)
                .deliveries()
                .plan(exportId, runId, Map.of("archive", exportId, "mirror", exportId), Map.of());
    }

    private void delivered(String exportId, String destination) {
        Unclaimed.of(ledger).deliveries().markSending(exportId, destination);
        Unclaimed.of(ledger).deliveries().recordDelivered(exportId, destination, "there", null);
    }
}
