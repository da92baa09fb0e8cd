package io.exportroutes.app;

import io.exportroutes.config.ConfigReader;
import io.exportroutes.config.ConfigResult;
import io.exportroutes.config.CustodyConfig;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.LedgerConfig;
import io.exportroutes.config.Redactor;
import io.exportroutes.config.schema.KameletCatalog;
import io.exportroutes.config.yaml.Placeholders;
import io.exportroutes.custody.Notary;
import io.exportroutes.custody.SigningKey;
import io.exportroutes.deadletter.DeadLetters;
import io.exportroutes.delivery.LedgerMemory;
import io.exportroutes.ledger.Chains;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.logging.MaskedEncoder;
import io.exportroutes.overdue.ExpectedCopies;
import io.exportroutes.queue.RunQueue;
import io.exportroutes.schedule.Enqueuer;
import io.exportroutes.schedule.Firings;
import io.exportroutes.schedule.JobPauses;
import io.exportroutes.value.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Configuration, ledger and run queue, without the engine that works on them: enough for a command that reads runs or hands
 * one to the service.
 */
public final class AppContext implements AutoCloseable {
    private final EngineOptions options;
    private final ExportsConfig config;
    private final Ledger ledger;
    private final RunQueue queue;
    private final String node;
    private final Clock clock;
    private final Enqueuer enqueuer;

    private AppContext(EngineOptions options, ExportsConfig config, Clock clock) {
        this.options = options;
        this.config = config;
        this.clock = clock;
        this.ledger = Ledger.open(source(options, config), clock);
        this.node = NodeNameFile.of(options.state());
        this.queue = new RunQueue(ledger.forQueue(), node, takeover());
        this.enqueuer = new Enqueuer(config, ledger, queue, clock);
        sign();
    }

    private AppContext(AppContext before, ExportsConfig config) {
        this.options = before.options;
        this.config = config;
        this.clock = before.clock;
        this.ledger = before.ledger;
        this.node = before.node;
        this.queue = before.queue;
        this.enqueuer = before.enqueuer.by(config);
    }

    /** From now on the chains of custody are signed as this configuration says. */
    void sign() {
        CustodyConfig custody = config.operators().custody();
        Chains chains = ledger.deliveries().copies().chains();
        if (custody == null) {
            chains.signBy(null);
            return;
        }
        chains.signBy(notary(custody, options));
    }

    /** Who signs by this section of exports.yaml. */
    public static Notary notary(CustodyConfig custody, EngineOptions options) {
        Path previous = custody.previousKeyFile();
        return new Notary(
                custody.signer(),
                digest(options.config().resolve("exports.yaml")),
                () -> SigningKey.read(custody.signingKeyFile()),
                previous == null ? null : () -> SigningKey.read(previous));
    }

    /**
     * Reads the keys that sign the chains of custody: without them no run could make an export.
     *
     * @throws io.exportroutes.failure.PermanentFailure {@code key_file_unreadable}
     */
    static void checkKeys(ExportsConfig config) {
        CustodyConfig custody = config.operators().custody();
        if (custody != null) {
            SigningKey.read(custody.signingKeyFile());
            if (custody.previousKeyFile() != null) {
                SigningKey.read(custody.previousKeyFile());
            }
        }
    }

    private static String digest(Path exportsYaml) {
        try {
            return Sha256.hex(Files.readAllBytes(exportsYaml));
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + exportsYaml + " once more", e);
        }
    }

    /** The same ledger and queue by another configuration, whose ledger is the same; only the first one is to be closed. */
    AppContext by(ExportsConfig other) {
        return new AppContext(this, other);
    }

    /**
     * Reads the configuration and opens the ledger.
     *
     * @throws io.exportroutes.failure.PermanentFailure if the configuration has mistakes or the ledger cannot be used
     */
    public static AppContext open(EngineOptions options, Clock clock) {
        return open(options, clock, ConfigReader::read);
    }

    /** As {@link #open}, with a configuration that was read already. */
    public static AppContext open(EngineOptions options, ExportsConfig config, Clock clock) {
        return new AppContext(options, config, clock);
    }

    /** As {@link #open}, for commands that make no exports: missing secrets are not mistakes. */
    public static AppContext openWithoutSecrets(EngineOptions options, Clock clock) {
        return open(options, clock, ConfigReader::readWithoutSecrets);
    }

    /** Reads the configuration, with all secrets or without. */
    private interface Reader {
        ConfigResult read(Path exportsYaml, KameletCatalog catalog, Placeholders placeholders);
    }

    private static AppContext open(EngineOptions options, Clock clock, Reader reader) {
        return new AppContext(options, masked(read(options, reader)), clock);
    }

    /** exports.yaml as it is now, with its secrets, which are masked in each log line from now on. */
    static ConfigResult read(EngineOptions options) {
        ConfigResult result = read(options, ConfigReader::read);
        masked(result);
        return result;
    }

    private static ConfigResult read(EngineOptions options, Reader reader) {
        KameletCatalog catalog = KameletCatalog.scan(options.home().resolve("routes/kamelets"));
        return reader.read(options.config().resolve("exports.yaml"), catalog, ConfigPlaceholders.of(options.config()));
    }

    private static ExportsConfig masked(ConfigResult result) {
        ExportsConfig config = result.orThrow();
        MaskedEncoder.mask(Redactor.of(config));
        return config;
    }

    private static LedgerSource source(EngineOptions options, ExportsConfig config) {
        LedgerConfig ledger = config.service().ledger();
        return ledger == null
                ? LedgerSource.sqlite(options.state().resolve("ledger.db"))
                : new LedgerSource(ledger.url(), ledger.username(), ledger.password());
    }

    public EngineOptions options() {
        return options;
    }

    public ExportsConfig config() {
        return config;
    }

    public Ledger ledger() {
        return ledger;
    }

    public RunQueue queue() {
        return queue;
    }

    public Clock clock() {
        return clock;
    }

    /** The name of this state folder among the nodes that share a ledger. */
    public String node() {
        return node;
    }

    /** The remembered facts about a destination, by its name. */
    public LedgerMemory memoryOf(String destination) {
        return new LedgerMemory(
                ledger.deliveries().baseDirectories(), options.state().resolve("destinations"), node, destination);
    }

    /** The destinations that have chains of custody: none where exports.yaml has no custody. */
    List<DestinationConfig> custodians() {
        return config.operators().custody() == null
                ? List.of()
                : config.destinations().values().stream()
                        .filter(DestinationConfig::storesAll)
                        .filter(destination -> KameletCaller.has(options, destination.archiveKamelet()))
                        .toList();
    }

    /** Within this time after a node's death the others take over its runs. */
    Duration takeover() {
        return config.service().ledger() == null
                ? RunQueue.TAKEOVER
                : config.service().ledger().takeover();
    }

    /** The names of the nodes that share this ledger and are alive. */
    public List<String> aliveNodes() {
        return ledger.nodes().alive(takeover());
    }

    /** Records runs and puts them on the queue. */
    public Enqueuer enqueuer() {
        return enqueuer;
    }

    /** Which firings become runs. */
    public Firings firings() {
        return new Firings(config, ledger.schedules(), clock);
    }

    /** Pausing jobs and resuming them, where a catch-up run is put on the queue by us. */
    public JobPauses pauses() {
        return new JobPauses(config, firings(), enqueuer()::enqueue);
    }

    /** What each job promises at each destination, and what is there. */
    public ExpectedCopies expectedCopies() {
        return new ExpectedCopies(config, ledger, clock);
    }

    /** Deliveries whose retries are exhausted, and artifacts that a guard refused. */
    public DeadLetters deadLetters() {
        return new DeadLetters(config.jobs().keySet(), ledger, queue, clock);
    }

    @Override
    public void close() {
        queue.close();
        ledger.close();
    }
}
