package io.exportroutes.readback;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A destination that is read as its policy says, hour by hour. */
final class SimulatedReading {
    private final ReadBackPolicy policy;
    private final Budget budget;
    private final Map<String, KnownCopy> copies = new HashMap<>();
    private final Map<LocalDate, Long> read = new HashMap<>();
    private Duration longest = Duration.ZERO;
    private int readings;

    SimulatedReading(ReadBackPolicy policy, List<KnownCopy> copies) {
        this.policy = policy;
        this.budget = new Budget(policy.budget());
        copies.forEach(copy -> this.copies.put(copy.id(), copy));
    }

    /** @param since from when on times without a reading count */
    void run(Instant since, Instant until) {
        for (Instant now = since; now.isBefore(until); now = now.plus(Duration.ofHours(1))) {
            if (policy.isTime(now)) {
                hour(since, now);
            }
        }
        copies.values().forEach(copy -> waited(copy, since, until));
    }

    private void hour(Instant since, Instant now) {
        DueCopies due = new DueCopies(policy, now, 1000);
        copies.values().forEach(due::look);
        for (KnownCopy copy : due.first()) {
            if (!budget.allows(read, now)) {
                return;
            }
            waited(copy, since, now);
            readings++;
            read.merge(now.atZone(ZoneOffset.UTC).toLocalDate(), copy.size(), Long::sum);
            KnownCopy.Look look = new KnownCopy.Look(Result.OK, Level.CONTENT, now);
            copies.put(copy.id(), new KnownCopy(copy.id(), copy.size(), copy.delivered(), now, look));
        }
    }

    private void waited(KnownCopy copy, Instant since, Instant now) {
        Instant read = copy.read();
        Duration wait = Duration.between(read == null ? since : read, now);
        longest = wait.compareTo(longest) > 0 ? wait : longest;
    }

    /** The longest time in which a copy was not read. */
    Duration longest() {
        return longest;
    }

    int readings() {
        return readings;
    }

    long bytes() {
        return read.values().stream().mapToLong(Long::longValue).sum();
    }
}
