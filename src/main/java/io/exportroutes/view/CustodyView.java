package io.exportroutes.view;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.JobPeriod;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.PeriodFact.Act;
import io.exportroutes.ledger.ReadBackPlace;
import io.exportroutes.readback.ReadBackPolicy;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of a job's copies after their delivery, by the ledger alone.
 *
 * @param readBacks of each destination whose copies are read back, or once were, in the order of exports.yaml
 * @param chain null if the job has none
 * @param holds those that are open, the oldest first
 */
public record CustodyView(
        List<ReadBacks> readBacks, @Nullable ChainView chain, List<Act> holds) {
    /** The job has nothing of it. */
    public boolean isEmpty() {
        return readBacks.isEmpty() && chain == null && holds.isEmpty();
    }

    /**
     * The copies at one destination.
     *
     * @param policy null if exports.yaml does not say that they are read back
     * @param copies null if none is there
     */
    public record ReadBacks(
            String destination,
            @Nullable ReadBackPolicy policy,
            @Nullable ReadBackPlace copies) {
        /** Since when one of them was not read as the policy says; null if nothing says so, or there is none. */
        public @Nullable Instant unreadSince() {
            return policy == null || copies == null ? null : copies.oldest().since(policy.level());
        }

        /** Whether one of them should have been read by now. */
        public boolean isOverdue(Instant now) {
            Instant since = unreadSince();
            return policy != null && since != null && policy.isOverdue(since, now);
        }
    }

    public static CustodyView of(JobConfig job, ExportsConfig config, Ledger ledger, Clock clock) {
        Instant now = clock.instant();
        Map<String, ReadBackPlace> copies = ledger.deliveries().copies().readBacks().places(job.name()).stream()
                .collect(Collectors.toMap(ReadBackPlace::destination, Function.identity()));
        return new CustodyView(
                job.destinations().stream()
                        .map(name -> new ReadBacks(name, config.readBacks().get(name), copies.get(name)))
                        .filter(one -> one.policy() != null
                                || Optional.ofNullable(one.copies())
                                        .map(ReadBackPlace::last)
                                        .isPresent())
                        .toList(),
                ChainView.of(ledger, job.name()).orElse(null),
                ledger.history().periods().holds(new JobPeriod(job.name(), now, now.plusMillis(1))).stream()
                        .filter(hold -> hold.undone() == null)
                        .toList());
    }
}
