package io.exportroutes.report;

import io.exportroutes.value.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What a report cannot say, so that nobody reads it into it. */
final class NotKnown {
    private final Sources sources;

    NotKnown(Sources sources) {
        this.sources = sources;
    }

    List<String> sentences(Collection<String> jobs) {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                "It was made from the ledger, and looked at no destination: 'kept' means that the ledger knows of no deletion."
                        + " Whether a copy is still there, only a read-back says, up to its time and at its level.");
        sentences.add(
                "Which runs were due is computed from the present schedule. What was due before this service had it is not known;"
                        + " 'A run for each due time from' says from when on.");
        Duration kept = sources.config().service().keepHistory();
        if (kept != null) {
            sentences.add("Runs that stored nothing are removed " + Durations.print(kept)
                    + " after their end: before that, they are neither among the runs nor among the gaps.");
        }
        if (sources.readBacks() == ReadBacks.NONE) {
            sentences.add("Read-backs are not recorded.");
        }
        if (jobs.stream().allMatch(job -> sources.chains().head(job).isEmpty())) {
            sentences.add(
                    "No chain of custody is written: whoever may write to the ledger could have changed what stands here.");
        } else {
            sentences.add(
                    "Whoever may write to the ledger could have changed what stands here. The chain of custody shows it: compare the"
                            + " head of each chain with what was kept elsewhere, and verify the chain where the copies are.");
        }
        sentences.add(
                "What lies at a destination and was not put there by this service is not in it, nor what others did to the copies.");
        return sentences;
    }
}
