package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.app.KameletArchives;
import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.CopyChoice;
import io.exportroutes.archive.CopySource;
import io.exportroutes.archive.LedgerCopies;
import io.exportroutes.archive.SidecarCopies;
import io.exportroutes.chain.EntrySearch;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.custody.Entry;
import io.exportroutes.drill.CopyReader;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Chains;
import io.exportroutes.ledger.ReadBack;
import io.exportroutes.route.Versions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for where copies are looked for. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ArchiveOptions {
    @Option(names = "--from", paramLabel = "DEST", description = "Only copies at this destination.")
    @Nullable
    String from;

    @Option(
            names = "--no-ledger",
            description =
                    "Go by the sidecars at the destinations alone, as on a machine that has nothing but exports.yaml. All of"
                            + " them are listed and read, which takes a while.")
    boolean noLedger;

    /** Where copies are found and read; closed when the command is over. */
    static final class Opened implements AutoCloseable {
        private static final Pattern NUMBERED = Pattern.compile("([^/]+)#([1-9]\\d{0,11})");

        final ExportsConfig config;
        final KameletArchives archives;
        final CopySource source;
        private final @Nullable AppContext context;

        /** Where copies are looked for without a ledger. */
        private final List<String> places;

        private final Consumer<String> doubts;

        private Opened(
                ExportsConfig config, KameletArchives archives, CopySource source, @Nullable AppContext context) {
            this.config = config;
            this.archives = archives;
            this.source = source;
            this.context = context;
            this.places = List.of();
            this.doubts = doubt -> {};
        }

        private Opened(ExportsConfig config, KameletArchives archives, List<String> places, Consumer<String> doubts) {
            this.config = config;
            this.archives = archives;
            this.source = new SidecarCopies(archives, places, doubts);
            this.context = null;
            this.places = places;
            this.doubts = doubts;
        }

        /** Ledger and configuration; not with --no-ledger. */
        AppContext context() {
            return Objects.requireNonNull(context);
        }

        /** The last look at each of these, by {@code exp_…@destination}; nothing is known of any without a ledger. */
        Map<String, ReadBack> readBacks(List<ArchivedCopy> copies) {
            return context == null
                    ? Map.of()
                    : context.ledger()
                            .deliveries()
                            .copies()
                            .readBacks()
                            .latest(copies.stream()
                                    .map(ArchivedCopy::exportId)
                                    .distinct()
                                    .toList());
        }

        /** For copies on their way. */
        Path folder() {
            return context().options().state().resolve("read-back");
        }

        /** Reads copies and records what it found; null without a ledger. */
        @Nullable
        CopyReader reader(Clock clock) {
            return context == null
                    ? null
                    : new CopyReader(
                            archives,
                            context.ledger(),
                            new CopyReader.Place(folder(), Versions.PROGRAM, context.node()),
                            clock,
                            null);
        }

        /** What the ledger knows of chains of custody; null without one. */
        @Nullable
        Chains chains() {
            return context == null
                    ? null
                    : context.ledger().deliveries().copies().chains();
        }

        /** Of a job; UTC where exports.yaml does not have it. */
        ZoneId zone(String job) {
            return config.zone(job);
        }

        /** Whether all places could be looked at; those that could not were named. */
        ExitStatus sawAll() {
            return source instanceof SidecarCopies sidecars && sidecars.isPartial()
                    ? ExitStatus.PARTIAL
                    : ExitStatus.DELIVERED;
        }

        CopyChoice choice(@Nullable String what) {
            if (what == null) {
                return CopyChoice.ALL;
            }
            Matcher numbered = NUMBERED.matcher(what);
            return numbered.matches()
                    ? stored(numbered.group(1), Long.parseLong(numbered.group(2)))
                    : CopyChoice.parse(what, this::zone);
        }

        /** {@code JOB#42}: what the entry of this number in the job's chain of custody stored. */
        private CopyChoice stored(String job, long seq) {
            Chains chains = chains();
            Optional<Entry> entry = chains == null
                    ? new EntrySearch(archives, places, doubts).find(job, seq)
                    : chains.entries(job, seq - 1, 1).stream()
                            .filter(stored -> stored.seq() == seq)
                            .map(stored -> Entry.read(stored.entry()))
                            .findFirst();
            return entry.flatMap(one -> one.artifact()
                            .map(artifact ->
                                    new CopyChoice(one.json().at("/manifest/id").asText(), null, artifact.sha256())))
                    .orElseThrow(() -> new PermanentFailure(
                            FailureCode.UNKNOWN_COPY,
                            "%s %d of the chain of custody %s %s"
                                    .formatted(
                                            entry.isPresent() ? "Entry" : "There is no entry",
                                            seq,
                                            job,
                                            entry.isPresent()
                                                    ? "stored nothing"
                                                    : chains == null
                                                            ? "at " + String.join(", ", places)
                                                            : "in the ledger"),
                            "See which heads there are: export-routes custody"));
        }

        @Override
        public void close() {
            archives.close();
            if (context != null) {
                context.close();
            }
        }
    }

    /** @param doubts where to say what the sidecars leave in doubt */
    Opened open(CommonOptions common, PrintWriter doubts) {
        ExportsConfig config = common.config();
        KameletArchives archives = new KameletArchives(common.options(Mode.COMMAND), config, common.clock());
        if (from != null) {
            archives.of(from);
        }
        if (noLedger) {
            List<String> places = from != null
                    ? List.of(from)
                    : config.destinations().keySet().stream()
                            .filter(archives::canRead)
                            .toList();
            return new Opened(config, archives, places, doubts::println);
        }
        return opened(common, config, archives, from);
    }

    /** All copies that the ledger knows. */
    static Opened openLedger(CommonOptions common) {
        ExportsConfig config = common.config();
        return opened(common, config, new KameletArchives(common.options(Mode.COMMAND), config, common.clock()), null);
    }

    private static Opened opened(
            CommonOptions common, ExportsConfig config, KameletArchives archives, @Nullable String from) {
        AppContext context = AppContext.open(common.options(Mode.COMMAND), config, common.clock());
        return new Opened(
                config,
                archives,
                new LedgerCopies(config, context.ledger().deliveries().copies(), from),
                context);
    }
}
