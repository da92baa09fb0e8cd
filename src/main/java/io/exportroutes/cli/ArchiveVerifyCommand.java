package io.exportroutes.cli;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.CopyCheck;
import io.exportroutes.archive.CopyCheck.Level;
import io.exportroutes.archive.CopyCheck.Result;
import io.exportroutes.archive.CopyCheck.Seen;
import io.exportroutes.cli.ArchiveOptions.Opened;
import io.exportroutes.cli.output.Column;
import io.exportroutes.cli.output.Table;
import io.exportroutes.cli.output.Terminal;
import io.exportroutes.cli.output.TransferLine;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.view.Formats;
import io.exportroutes.view.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code archive verify}. */
@Command(
        name = "verify",
        description = {
            "Looks at copies where they lie: whether each is there with the size that was delivered and, with --full, whether all of its"
                    + " bytes have the SHA-256 that was delivered. It says no more than it looked at.",
            "The exit status is 0 if all copies that could be looked at are as they were delivered, 1 if one is not or none could be"
                    + " looked at, 3 if some could not be, 4 if there are none."
        },
        footer = {
            "  export-routes archive verify crm-nightly",
            "  export-routes archive verify crm-nightly@2026-11-20 --full",
            "  export-routes archive verify --from mirror --no-ledger --output json"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ArchiveVerifyCommand extends OutputCommand {
    @Parameters(paramLabel = "WHAT", arity = "0..1", description = "Only these copies, as archive list takes it.")
    @Nullable
    String what;

    @Mixin
    ArchiveOptions shelves;

    @Option(names = "--full", description = "Read all bytes of each copy.")
    boolean full;

    /** The printed object. */
    record VerifiedJson(boolean good, List<SeenJson> copies) {}

    /** One copy; level says how much of it was looked at. */
    record SeenJson(CopyJson copy, Verdict verdict) {}

    record Verdict(String result, String level, @Nullable String why) {}

    @Override
    public Integer call() throws IOException {
        List<Seen> all = new ArrayList<>();
        try (Opened opened = shelves.open(common, spec.commandLine().getErr())) {
            List<ArchivedCopy> copies = opened.source.find(opened.choice(what), Integer.MAX_VALUE);
            if (copies.isEmpty()) {
                throw new PermanentFailure(
                        FailureCode.UNKNOWN_COPY,
                        "There are no copies " + (what == null ? "yet" : "of " + what),
                        "See what there is: export-routes archive list");
            }
            CopyCheck check = new CopyCheck(opened.archives);
            TransferLine line = new TransferLine();
            for (ArchivedCopy copy : copies) {
                all.add(check.look(
                        copy,
                        full ? Level.CONTENT : Level.EXISTS,
                        bytes -> line.show(
                                copy.destination(), bytes, copy.bytes().size())));
            }
            line.clear();
            print(opened, all);
        }
        return status(all).code();
    }

    private void print(Opened opened, List<Seen> all) {
        if (output.json()) {
            Json.print(
                    out(),
                    new VerifiedJson(
                            status(all) == ExitStatus.DELIVERED,
                            all.stream()
                                    .map(seen -> new SeenJson(
                                            CopyJson.of(seen.copy()),
                                            new Verdict(word(seen.result()), word(seen.level()), seen.why())))
                                    .toList()));
            return;
        }
        List<Seen> notable =
                all.stream().filter(seen -> seen.result() != Result.OK).toList();
        if (!notable.isEmpty()) {
            table(opened, notable, out());
        }
        out().println(summary(all));
    }

    private static void table(Opened opened, List<Seen> notable, PrintWriter out) {
        Table table = new Table(
                Column.whole("RESULT"), Column.whole("TIME").leftOut(1), Column.id("COPY"), Column.prose("WHY"));
        notable.forEach(seen -> table.row(
                seen.result(),
                Formats.time(
                        seen.copy().subject().scheduledFor(),
                        opened.zone(seen.copy().subject().job())),
                seen.copy().id(),
                seen.why()));
        table.print(out, Terminal.width());
    }

    private String summary(List<Seen> all) {
        Map<Result, Integer> counts = new EnumMap<>(Result.class);
        all.forEach(seen -> counts.merge(seen.result(), 1, Integer::sum));
        StringJoiner parts = new StringJoiner(", ");
        int good = counts.getOrDefault(Result.OK, 0);
        parts.add(Formats.count(good, "copy").replace("copys", "copies")
                + (full
                        ? " read in full and as delivered"
                        : " there with the size that was delivered (not read: --full reads them)"));
        counts.forEach((result, count) -> {
            if (result != Result.OK) {
                parts.add(count + " " + word(result));
            }
        });
        return parts.toString();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static ExitStatus status(List<Seen> all) {
        boolean bad = all.stream().anyMatch(seen -> seen.result().isBad());
        boolean good = all.stream().anyMatch(seen -> seen.result() == Result.OK);
        boolean unsure = all.stream().anyMatch(seen -> seen.result() == Result.UNREADABLE);
        if (bad || !good) {
            return ExitStatus.FAILED;
        }
        return unsure ? ExitStatus.PARTIAL : ExitStatus.DELIVERED;
    }
}
