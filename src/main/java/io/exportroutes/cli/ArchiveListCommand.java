package io.exportroutes.cli;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.CopyChoice;
import io.exportroutes.cli.ArchiveOptions.Opened;
import io.exportroutes.cli.output.Column;
import io.exportroutes.cli.output.Table;
import io.exportroutes.cli.output.Terminal;
import io.exportroutes.ledger.ReadBack;
import io.exportroutes.view.Formats;
import io.exportroutes.view.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code archive list}. */
@Command(
        name = "list",
        description = {
            "Lists copies, the newest first: the time that each stands for, in the time zone of its job, its export, where it is and how"
                    + " large it is.",
            "WHAT is a job, a job with a date or a time (JOB@2026-11-20, JOB@2026-11-20T02:00), a run, an export or a key."
        },
        footer = {
            "  export-routes archive list",
            "  export-routes archive list crm-nightly --limit 10",
            "  export-routes archive list crm-nightly --date 2026-11-20",
            "  export-routes archive list crm-nightly --from archive --no-ledger"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ArchiveListCommand extends OutputCommand {
    static final int LIMIT = 100;

    @Parameters(paramLabel = "WHAT", arity = "0..1", description = "Only these copies.")
    @Nullable
    String what;

    @Mixin
    ArchiveOptions shelves;

    @Option(names = "--date", paramLabel = "DATE", description = "Only copies of this day, such as 2026-11-20.")
    @Nullable
    String date;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + LIMIT,
            description = "At most this many (default: ${DEFAULT-VALUE}).")
    int limit;

    /** The printed object. */
    record CopiesJson(List<ListedJson> copies) {}

    /**
     * One copy.
     *
     * @param readable false where its destination is write-only
     * @param readBack the last look at it, or null
     */
    record ListedJson(
            CopyJson copy, boolean readable, @Nullable ReadBackJson readBack) {}

    /** @param at ISO 8601 in UTC */
    record ReadBackJson(String result, String level, String at) {
        static @Nullable ReadBackJson of(@Nullable ReadBack seen) {
            return seen == null
                    ? null
                    : new ReadBackJson(
                            seen.result().word(),
                            seen.level().word(),
                            seen.origin().endedAt().toString());
        }
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1.");
        }
        try (Opened opened = shelves.open(common, spec.commandLine().getErr())) {
            CopyChoice choice = opened.choice(what);
            if (date != null) {
                choice = choice.on(date, choice.word() == null ? ZoneOffset.UTC : opened.zone(choice.word()));
            }
            print(opened, opened.source.find(choice, limit));
            return opened.sawAll().code();
        }
    }

    private void print(Opened opened, List<ArchivedCopy> copies) {
        Map<String, ReadBack> seen = opened.readBacks(copies);
        if (output.json()) {
            Json.print(
                    out(),
                    new CopiesJson(copies.stream()
                            .map(copy -> new ListedJson(
                                    CopyJson.of(copy),
                                    opened.archives.canRead(copy.destination()),
                                    ReadBackJson.of(seen.get(copy.id()))))
                            .toList()));
            return;
        }
        if (copies.isEmpty()) {
            out().println("There are no such copies.");
            return;
        }
        table(opened, copies, seen);
        if (copies.size() == limit) {
            out().println("There may be older ones: --limit shows more.");
        }
    }

    private void table(Opened opened, List<ArchivedCopy> copies, Map<String, ReadBack> seen) {
        Table table = new Table(
                Column.whole("TIME"),
                Column.id("JOB"),
                Column.id("EXPORT"),
                Column.whole("DESTINATION"),
                Column.whole("SIZE"),
                Column.whole("READ BACK").leftOut(2),
                Column.prose("KEY").leftOut(1));
        copies.forEach(copy -> table.row(
                time(opened, copy),
                copy.subject().job(),
                copy.exportId(),
                copy.destination() + (opened.archives.canRead(copy.destination()) ? "" : " (write-only)"),
                Formats.bytes(copy.bytes().size()),
                readBack(seen.get(copy.id())),
                copy.key()));
        table.print(out(), Terminal.width());
    }

    /** With its level and its age: never a plain tick. */
    private String readBack(@Nullable ReadBack seen) {
        if (seen == null) {
            return "never";
        }
        Duration age = Duration.between(seen.origin().endedAt(), common.clock().instant());
        String ago = age.toDays() > 0 ? age.toDays() + "d" : age.toHours() > 0 ? age.toHours() + "h" : "<1h";
        return seen.result().word() + ", " + seen.level().word() + ", " + ago + " ago";
    }

    private static @Nullable String time(Opened opened, ArchivedCopy copy) {
        Instant time = copy.subject().scheduledFor();
        return Formats.time(time, opened.zone(copy.subject().job()));
    }
}
