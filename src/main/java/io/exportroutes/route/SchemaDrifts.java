package io.exportroutes.route;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.Archives;
import io.exportroutes.archive.CopyChoice;
import io.exportroutes.archive.Fetcher;
import io.exportroutes.archive.LedgerCopies;
import io.exportroutes.archive.OneArtifact;
import io.exportroutes.archive.StoredSchemas;
import io.exportroutes.archive.StoredSchemas.Compared;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportKind;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.delivery.BytesContent;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.DestinationMemory;
import io.exportroutes.delivery.RevocableContent;
import io.exportroutes.drift.DriftJson;
import io.exportroutes.drift.DriftMarkdown;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.kamelet.SinkHeaders;
import io.exportroutes.ledger.Drifts;
import io.exportroutes.ledger.Drifts.Waiting;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.SchemaDrift;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code drifts}: compares each schema export that was delivered with the job's last one before it, and has what changed
 * stored beside its copies. No run waits for it or ends by it.
 */
public final class SchemaDrifts {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaDrifts.class);
    /** What is older when the service comes up, or cannot be read for so long, is compared by hand. */
    private static final Duration LONGEST = Duration.ofDays(2);

    private static final Duration TRIED_AGAIN = Duration.ofHours(1);
    private static final int AT_ONCE = 20;
    /** Comparing two exports takes up to 25 times the size of each: half of the memory at the most. */
    private static final long SHARE_OF_MEMORY = 100;

    private final ExportsConfig config;
    private final Ledger ledger;
    private final Clock clock;
    private final Places places;

    /**
     * The destinations.
     *
     * @param archives their reading sides, by the Kamelets of a Camel
     * @param memories the remembered facts about each, by its name
     */
    public record Places(Function<CamelContext, Archives> archives, Function<String, DestinationMemory> memories) {}

    public SchemaDrifts(ExportsConfig config, Ledger ledger, Clock clock, Places places) {
        this.config = config;
        this.ledger = ledger;
        this.clock = clock;
        this.places = places;
    }

    /** Compares what waits for it; returns the files to store. A repeat after a crash makes the same ones. */
    public List<DriftNote> compare(CamelContext camel) {
        List<String> jobs = config.jobs().values().stream()
                .filter(job -> job.request().kind() == ExportKind.SCHEMA)
                .map(job -> job.name())
                .toList();
        List<Waiting> waiting = drifts().waiting(
                        jobs, clock.instant().minus(LONGEST), clock.instant().minus(TRIED_AGAIN), AT_ONCE);
        Archives archives = places.archives().apply(camel);
        List<DriftNote> notes = new ArrayList<>();
        waiting.forEach(one -> notes.addAll(compare(one, archives)));
        return notes;
    }

    private List<DriftNote> compare(Waiting waiting, Archives archives) {
        if (waiting.base() == null) {
            return over(waiting, SchemaDrift.Found.NOTHING);
        }
        try {
            List<ArchivedCopy> after = copies(waiting.exportId(), archives);
            Compared compared = schemas(archives).compare(copies(waiting.base(), archives), after);
            SchemaDrift.Found found = compared.found();
            if (compared.drift().isEmpty()) {
                return over(waiting, found);
            }
            record(waiting, found);
            LOG.info(
                    "The schema of {} changed from {} to {}: {}",
                    waiting.job(),
                    waiting.base(),
                    waiting.exportId(),
                    found.summary());
            return notes(waiting, compared, after);
        } catch (ExportFailure failure) {
            return failed(waiting, failure);
        } catch (IOException e) {
            return failed(
                    waiting,
                    new TransientFailure(
                            FailureCode.IO_ERROR, "Reading it failed: " + e.getMessage(), "Look at the disk", e));
        }
    }

    private StoredSchemas schemas(Archives archives) {
        return new StoredSchemas(
                new Fetcher(archives, Fetcher.Watcher.NOBODY, null),
                Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
    }

    private List<ArchivedCopy> copies(String exportId, Archives archives) {
        return new OneArtifact(config, archives)
                .find(new LedgerCopies(config, ledger.deliveries().copies(), null), new CopyChoice(exportId, null));
    }

    /** Where no copy could be read it is tried again; nothing else would go better. */
    private List<DriftNote> failed(Waiting waiting, ExportFailure failure) {
        LOG.warn(
                "The schema export {} of {} was not compared with {}: {}. {}",
                waiting.exportId(),
                waiting.job(),
                waiting.base(),
                failure.getMessage(),
                failure.hint());
        boolean again = failure.is(FailureCode.NO_GOOD_COPY) || !(failure instanceof PermanentFailure);
        SchemaDrift.Found why = new SchemaDrift.Found(0, 0, 0, "not compared: " + failure.getMessage(), null);
        drifts().record(new SchemaDrift(waiting.exportId(), waiting.base(), waiting.job(), null, why));
        if (!again) {
            drifts().done(waiting.exportId());
        }
        return List.of();
    }

    private List<DriftNote> over(Waiting waiting, SchemaDrift.Found found) {
        record(waiting, found);
        drifts().done(waiting.exportId());
        return List.of();
    }

    private void record(Waiting waiting, SchemaDrift.Found found) {
        drifts().record(new SchemaDrift(waiting.exportId(), waiting.base(), waiting.job(), clock.instant(), found));
    }

    private Drifts drifts() {
        return ledger.deliveries().copies().drifts();
    }

    /** Beside each copy where whole artifacts are stored; no mail is sent of it. */
    private List<DriftNote> notes(Waiting waiting, Compared compared, List<ArchivedCopy> copies) {
        String markdown = String.join("\n", DriftMarkdown.lines(compared.drift(), compared.exports()));
        Content json =
                content(DriftJson.of(compared.drift(), compared.exports()).text(), "application/json");
        Content text = content(markdown, "text/markdown; charset=utf-8");
        List<ArchivedCopy> beside = copies.stream()
                .filter(copy -> destination(copy).storesAll())
                .sorted(Comparator.comparing(ArchivedCopy::destination))
                .toList();
        if (beside.isEmpty()) {
            drifts().done(waiting.exportId());
        }
        AtomicInteger left = new AtomicInteger(2 * beside.size());
        return beside.stream()
                .flatMap(copy -> List.of(
                        new DriftNote(copy, StoredSchemas.JSON, json, left),
                        new DriftNote(copy, StoredSchemas.MARKDOWN, text, left))
                        .stream())
                .toList();
    }

    private static Content content(String text, String type) {
        return new BytesContent((text + "\n").getBytes(StandardCharsets.UTF_8), type, Map.of());
    }

    /** Of a copy that can be read: exports.yaml has it. */
    private DestinationConfig destination(ArchivedCopy copy) {
        return java.util.Objects.requireNonNull(config.destinations().get(copy.destination()));
    }

    /** Where the file is to be stored. */
    public String destination(DriftNote note) {
        return note.copy().destination();
    }

    /**
     * The message for the sink, which takes the file as it takes a sidecar.
     *
     * @param headers of the message; all earlier headers are removed
     * @return its body
     */
    public Content message(DriftNote note, Map<String, Object> headers) {
        ArchivedCopy copy = note.copy();
        headers.clear();
        headers.put(SinkHeaders.PART, SinkHeaders.SIDECAR);
        headers.put(SinkHeaders.KEY, copy.key() + note.suffix());
        headers.put(SinkHeaders.NAME, copy.bytes().name());
        headers.put(SinkHeaders.CONTENT_TYPE, note.content().contentType());
        headers.put(SinkHeaders.JOB, copy.subject().job());
        headers.put(SinkHeaders.RUN, copy.subject().run());
        headers.put(SinkHeaders.EXPORT_ID, copy.exportId());
        headers.put(SinkHeaders.DESTINATION, copy.destination());
        headers.put(SinkHeaders.SHA256, copy.bytes().sha256());
        note.content().size().ifPresent(size -> headers.put(SinkHeaders.SIZE, size));
        DestinationMemory memory = places.memories().apply(copy.destination());
        return new RevocableContent(note.content(), 0, memory, () -> null);
    }

    /** The sink stored the file. */
    public void stored(DriftNote note) {
        if (note.left().decrementAndGet() == 0) {
            drifts().done(note.copy().exportId());
        }
    }
}
