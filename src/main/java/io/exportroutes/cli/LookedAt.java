package io.exportroutes.cli;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.CopyCheck.Seen;
import io.exportroutes.cli.output.Column;
import io.exportroutes.cli.output.Table;
import io.exportroutes.cli.output.Terminal;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.Result;
import io.exportroutes.view.Formats;
import io.exportroutes.view.Json;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Copies that were looked at, and what was seen of them. */
final class LookedAt {
    private static final String WRITE_ONLY = "write-only";

    private final List<One> all = new ArrayList<>();
    private @Nullable ChainsLookedAt chains;

    /** @param seen null if its destination cannot be read */
    private record One(ArchivedCopy copy, @Nullable Seen seen) {
        boolean isOk() {
            return seen != null && seen.result() == Result.OK && seen.why() == null;
        }

        String result() {
            return seen == null ? WRITE_ONLY : seen.result().word();
        }

        String level() {
            return seen == null ? Level.EXISTS.word() : seen.level().word();
        }

        @Nullable
        String why() {
            return seen == null ? "its destination cannot be read" : seen.why();
        }
    }

    /** The printed object. */
    record LookedAtJson(
            boolean good, List<SeenJson> copies, @Nullable List<ChainsLookedAt.ChainJson> chains) {}

    /** One copy; level says how much of it was looked at. */
    record SeenJson(CopyJson copy, Verdict verdict) {}

    record Verdict(String result, String level, @Nullable String why) {}

    /** @param seen null if its destination cannot be read */
    void add(ArchivedCopy copy, @Nullable Seen seen) {
        all.add(new One(copy, seen));
    }

    /** The chains of custody count and are printed as well. */
    LookedAt with(ChainsLookedAt looked) {
        chains = looked;
        return this;
    }

    /** @param depth what is said of those that are as they were delivered */
    void print(boolean json, PrintWriter out, Function<String, ZoneId> zoneOf, String depth) {
        if (json) {
            Json.print(
                    out,
                    new LookedAtJson(
                            status() == ExitStatus.DELIVERED,
                            all.stream()
                                    .map(one -> new SeenJson(
                                            CopyJson.of(one.copy()), new Verdict(one.result(), one.level(), one.why())))
                                    .toList(),
                            chains == null ? null : chains.json()));
            return;
        }
        List<One> notable = all.stream().filter(one -> !one.isOk()).toList();
        if (!notable.isEmpty()) {
            table(notable, out, zoneOf);
        }
        out.println(summary(depth));
        if (chains != null) {
            chains.print(out);
        }
    }

    private static void table(List<One> notable, PrintWriter out, Function<String, ZoneId> zoneOf) {
        Table table = new Table(
                Column.whole("RESULT"), Column.whole("TIME").leftOut(1), Column.id("COPY"), Column.prose("WHY"));
        notable.forEach(one -> table.row(
                one.result().toUpperCase(java.util.Locale.ROOT),
                Formats.time(
                        one.copy().subject().scheduledFor(),
                        zoneOf.apply(one.copy().subject().job())),
                one.copy().id(),
                one.why()));
        table.print(out, Terminal.width());
    }

    private String summary(String depth) {
        Map<String, Integer> counts = new TreeMap<>();
        all.forEach(one -> counts.merge(one.result(), 1, Integer::sum));
        StringJoiner parts = new StringJoiner(", ");
        int good = Optional.ofNullable(counts.remove(Result.OK.word())).orElse(0);
        parts.add(Formats.count(good, "copy").replace("copys", "copies") + depth);
        counts.forEach((result, count) -> parts.add(count + " " + result));
        return parts.toString();
    }

    /** FAILED if a copy is bad or none could be looked at or a chain is broken, PARTIAL if some could not be. */
    ExitStatus status() {
        return chains == null ? ofCopies() : chains.status(ofCopies());
    }

    private ExitStatus ofCopies() {
        boolean good = all.stream().anyMatch(one -> has(one, Result.OK) || has(one, Result.NO_SIDECAR));
        if (all.stream()
                        .anyMatch(
                                one -> one.seen() != null && one.seen().result().isBad())
                || !good) {
            return ExitStatus.FAILED;
        }
        boolean unsure = all.stream()
                .anyMatch(one -> has(one, Result.UNREADABLE) || has(one, Result.COLD) || has(one, Result.NO_SIDECAR));
        return unsure ? ExitStatus.PARTIAL : ExitStatus.DELIVERED;
    }

    private static boolean has(One one, Result result) {
        return one.seen() != null && one.seen().result() == result;
    }
}
