package io.exportroutes.route;

import io.exportroutes.archive.Archives;
import io.exportroutes.chain.CatchUp;
import io.exportroutes.chain.ChainFile;
import io.exportroutes.chain.ChainOpening;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.delivery.BytesContent;
import io.exportroutes.delivery.Content;
import io.exportroutes.kamelet.SinkHeaders;
import io.exportroutes.ledger.Chains;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.jspecify.annotations.Nullable;

/** Bean {@code custody}: begins the chain of custody of a job, and brings destinations what they lack of the chains. */
public final class CustodyKeeper implements CamelContextAware {
    /** A destination that is away is asked again after so long. */
    private static final Duration REST = Duration.ofSeconds(30);

    private final ExportsConfig config;
    private final Chains chains;
    private final Function<CamelContext, Archives> archives;
    private final Clock clock;
    /** Until when a destination is left alone. */
    private final Map<String, Instant> resting = new ConcurrentHashMap<>();

    private @Nullable CamelContext camel;
    private volatile @Nullable LocalDate told;

    /** @param archives the destinations, by the Kamelets of a Camel */
    public CustodyKeeper(RunServices services, Function<CamelContext, Archives> archives) {
        this.config = services.config();
        this.chains = services.ledger().deliveries().copies().chains();
        this.archives = archives;
        this.clock = services.clock();
    }

    /** Before a run makes an export: what destinations have of its job's chain is known from then on. */
    public void open(RunContext run) {
        if (chains.areWritten()) {
            new ChainOpening(config, chains, archives()).open(run.job());
        }
    }

    /** What the destination lacks, in order; nothing for a while after a look that did not come to its end. */
    public Iterator<ChainFile> missing(String destination) {
        Instant now = clock.instant();
        if (now.isBefore(resting.getOrDefault(destination, Instant.MIN))) {
            return Collections.emptyIterator();
        }
        resting.put(destination, now.plus(REST));
        tellReadBacks();
        Iterator<ChainFile> files = new CatchUp(chains, archives()).missing(destination);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                boolean more = files.hasNext();
                if (!more) {
                    resting.remove(destination);
                }
                return more;
            }

            @Override
            public ChainFile next() {
                return files.next();
            }
        };
    }

    /** Whether the destination lacks another file. */
    public boolean isMissing(Iterator<ChainFile> missing) {
        return missing.hasNext();
    }

    /** The next file that it lacks. */
    public ChainFile next(Iterator<ChainFile> missing) {
        return missing.next();
    }

    /** Once a day is enough, and once more after a start. */
    private void tellReadBacks() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (!today.equals(told)) {
            chains.tellReadBacks();
            told = today;
        }
    }

    /**
     * The message for a file.
     *
     * @param headers of the message; all earlier headers are removed
     * @return its body
     */
    public Content message(ChainFile file, Map<String, Object> headers) {
        headers.clear();
        headers.put(SinkHeaders.PART, SinkHeaders.CUSTODY);
        headers.put(SinkHeaders.KEY, file.key());
        headers.put(SinkHeaders.NAME, file.key().substring(file.key().lastIndexOf('/') + 1));
        headers.put(SinkHeaders.CONTENT_TYPE, file.contentType());
        headers.put(SinkHeaders.DESTINATION, file.destination());
        headers.put(SinkHeaders.SIZE, (long) file.bytes().length);
        return new BytesContent(file.bytes(), file.contentType(), Map.of());
    }

    /** The destination confirmed the file. */
    public void written(ChainFile file) {
        new CatchUp(chains, archives()).written(file);
    }

    private Archives archives() {
        return archives.apply(Objects.requireNonNull(camel));
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        camel = context;
    }
}
