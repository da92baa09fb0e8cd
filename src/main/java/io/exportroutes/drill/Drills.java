package io.exportroutes.drill;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.CopyCheck.Seen;
import io.exportroutes.archive.CopyChoice;
import io.exportroutes.archive.LedgerCopies;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.ReadBacks;
import io.exportroutes.readback.Budget;
import io.exportroutes.readback.DueCopies;
import io.exportroutes.readback.KnownCopy;
import io.exportroutes.readback.ReadBackPolicy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/**
 * Reads back what is due at a destination, one copy after another. In a cluster one node at a time reads at a destination: the
 * ledger knows which, until a moment that it puts off while it reads.
 */
public final class Drills {
    private static final Duration CLAIM = Duration.ofMinutes(5);
    private static final int AT_ONCE = 50;
    /** To find out what is due reads what the ledger knows of each copy there: that is done this part of the time. */
    private static final int REST = 100;

    private final ExportsConfig config;
    private final Ledger ledger;
    private final Clock clock;
    private final String holder;
    /** Until when nothing is looked for, as {@link System#nanoTime} tells it: whatever is done to the clock. */
    private final Map<String, Long> resting = new ConcurrentHashMap<>();

    /** @param holder unlike that of any other process that reads */
    public Drills(ExportsConfig config, Ledger ledger, Clock clock, String holder) {
        this.config = config;
        this.ledger = ledger;
        this.clock = clock;
        this.holder = holder;
    }

    /** Who reads, and how fast. */
    public interface Reading {
        /** Whether nothing more important goes on at the destination. */
        boolean isFree();

        /** Called often while a copy is read; it may wait, or throw to end the reading. */
        void read(long bytes);

        /** Reads one copy and records what it found. */
        Seen look(ArchivedCopy copy, LongConsumer progress) throws IOException;
    }

    /** Reads at one destination, until nothing is due, or the time of the day, the budget or a delivery ends it. */
    public void round(String destination, Reading reading) throws IOException {
        ReadBackPolicy policy = config.readBacks().get(destination);
        if (policy == null || !isFree(destination, policy, reading)) {
            return;
        }
        ReadBacks readBacks = ledger.deliveries().copies().readBacks();
        if (!readBacks.claim(destination, holder, CLAIM)) {
            return;
        }
        try {
            while (batch(destination, policy, reading)) {
                // the next ones
            }
        } finally {
            readBacks.release(destination, holder);
        }
    }

    /** Reads the next ones; false if there is nothing more to be read now. */
    private boolean batch(String destination, ReadBackPolicy policy, Reading reading) throws IOException {
        Instant since = clock.instant().minus(Duration.ofDays(Budget.DAYS));
        Map<LocalDate, Long> read = ledger.deliveries().copies().readBacks().bytes(destination, since);
        Budget budget = new Budget(policy.budget());
        boolean any = false;
        for (KnownCopy copy : due(destination, policy)) {
            if (!isFree(destination, policy, reading) || !budget.allows(read, clock.instant())) {
                return false;
            }
            Optional<Seen> seen = look(destination, copy, reading);
            LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
            seen.ifPresent(found -> read.merge(today, found.bytes(), Long::sum));
            any |= seen.isPresent();
        }
        return any;
    }

    private boolean isFree(String destination, ReadBackPolicy policy, Reading reading) {
        Long until = resting.get(destination);
        boolean rests = until != null && System.nanoTime() - until < 0;
        return !rests && policy.isTime(clock.instant()) && reading.isFree();
    }

    private List<KnownCopy> due(String destination, ReadBackPolicy policy) {
        long begun = System.nanoTime();
        DueCopies due = new DueCopies(policy, clock.instant(), AT_ONCE);
        ledger.deliveries().copies().readBacks().known(destination, policy.level(), due::look);
        List<KnownCopy> first = due.first();
        if (first.isEmpty()) {
            long now = System.nanoTime();
            resting.put(destination, now + (now - begun) * REST);
        }
        return first;
    }

    /** Empty for a copy that expired meanwhile. */
    private Optional<Seen> look(String destination, KnownCopy known, Reading reading) throws IOException {
        String exportId = known.id().substring(0, known.id().lastIndexOf('@'));
        List<ArchivedCopy> found = new LedgerCopies(config, ledger.deliveries().copies(), destination)
                .find(new CopyChoice(exportId, null), 1);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Renewal renewal = new Renewal(destination);
        return Optional.of(reading.look(found.get(0), bytes -> {
            renewal.renew();
            reading.read(bytes);
        }));
    }

    private final class Renewal {
        private final String destination;
        private Instant due = Instant.MIN;

        Renewal(String destination) {
            this.destination = destination;
        }

        void renew() {
            Instant now = clock.instant();
            if (now.isBefore(due)) {
                return;
            }
            if (!ledger.deliveries().copies().readBacks().claim(destination, holder, CLAIM)) {
                throw new TransientFailure(
                        FailureCode.INTERRUPTED,
                        "Another node reads at " + destination + " meanwhile",
                        "Nothing is to be done");
            }
            due = now.plus(CLAIM.dividedBy(5));
        }
    }
}
