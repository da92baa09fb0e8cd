package io.exportroutes.web;

import io.exportroutes.ledger.DeadLetterCounts;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.RunPages.Live;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the ledger with how it was at the last look. It sees what other nodes and commands do as well, and the runs in hand need not
 * tell it anything.
 */
final class ChangeWatch {
    /** Runs that came and ended between two looks. */
    private static final Duration RECENT = Duration.ofSeconds(30);

    static final Duration TICK = Duration.ofSeconds(10);

    private final Ledger ledger;
    private final Clock clock;
    private @Nullable Seen seen;

    ChangeWatch(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    private record Seen(Map<String, Live> runs, Set<String> paused, Set<String> alarms, DeadLetterCounts deadLetters) {}

    /** Since the call before; the first one finds nothing. */
    synchronized Changes look() {
        Seen before = seen;
        Seen now = read();
        seen = now;
        return before == null ? new Changes(Set.of(), Set.of(), false) : compare(before, now);
    }

    /** The next look is a first one. */
    synchronized void forget() {
        seen = null;
    }

    private Seen read() {
        return new Seen(
                ledger.summaries().pages().live(clock.instant().minus(RECENT)).stream()
                        .collect(Collectors.toMap(
                                Live::run, live -> ticking(live, clock.instant()), (one, same) -> one)),
                ledger.schedules().paused(),
                ledger.alarms().open().stream()
                        .map(alarm -> alarm.subject().job() + " " + alarm.id())
                        .collect(Collectors.toSet()),
                ledger.summaries().deadLetters());
    }

    /** What is not counted is read anew every now and then while it lasts: something of it will have changed. */
    private static Live ticking(Live live, Instant now) {
        return live.counted()
                ? live
                : new Live(
                        live.run(),
                        live.job(),
                        live.unfinished(),
                        false,
                        live.progress() + " " + now.getEpochSecond() / TICK.toSeconds());
    }

    private static Changes compare(Seen before, Seen now) {
        Set<String> runs = new TreeSet<>();
        Set<String> jobs = new TreeSet<>();
        now.runs().values().forEach(run -> {
            Live known = before.runs().get(run.run());
            if (known == null || !known.progress().equals(run.progress())) {
                runs.add(run.run());
                jobs.add(run.job());
            }
        });
        before.runs().values().stream().filter(run -> isOver(run, now)).forEach(run -> {
            runs.add(run.run());
            jobs.add(run.job());
        });
        jobs.addAll(differing(before.paused(), now.paused()));
        differing(before.alarms(), now.alarms()).forEach(alarm -> jobs.add(alarm.substring(0, alarm.indexOf(' '))));
        jobs.remove("");
        return new Changes(jobs, runs, !before.deadLetters().equals(now.deadLetters()));
    }

    /** A run that was unfinished and is no longer listed has ended; one that had ended is only too old to be listed. */
    private static boolean isOver(Live run, Seen now) {
        return run.unfinished() && !now.runs().containsKey(run.run());
    }

    private static Set<String> differing(Set<String> one, Set<String> other) {
        Set<String> either = new HashSet<>(one);
        either.addAll(other);
        either.removeIf(text -> one.contains(text) && other.contains(text));
        return either;
    }
}
