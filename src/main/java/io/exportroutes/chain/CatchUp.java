package io.exportroutes.chain;

import io.exportroutes.archive.Archives;
import io.exportroutes.custody.CustodyFiles;
import io.exportroutes.custody.Entry;
import io.exportroutes.custody.Head;
import io.exportroutes.custody.StoredEntry;
import io.exportroutes.delivery.Archive;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.ChainPlaces;
import io.exportroutes.ledger.ChainPlaces.ChainPlace;
import io.exportroutes.ledger.Chains;
import io.exportroutes.value.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a destination does not have of the chains yet, in order: each chain from the first entry on that is missing. What is there is
 * compared and never replaced: another entry under the same number stops the chain there until a person has looked.
 */
public final class CatchUp {
    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    private static final int PAGE = 100;

    private final Chains chains;
    private final ChainPlaces places;
    private final Archives archives;

    public CatchUp(Chains chains, Archives archives) {
        this.chains = chains;
        this.places = chains.places();
        this.archives = archives;
    }

    /**
     * The files to be written, one after the other: the next one is looked for only after the one before was reported by {@link #written}.
     * Whoever cannot write one asks anew later.
     */
    public Iterator<ChainFile> missing(String destination) {
        return new Missing(destination);
    }

    /** The destination has confirmed the file. */
    public void written(ChainFile file) {
        Head head = file.head();
        if (head != null) {
            confirm(file.destination(), head);
        }
        String files = file.files();
        if (files != null) {
            places.noteFiles(file.destination(), files);
        }
    }

    private void confirm(String destination, Head head) {
        places.confirm(destination, head);
        LOG.info("The chain {} is at {} up to {}", head.chain(), destination, head);
    }

    /** The list of signers and the stranger's way, by their keys. */
    private Map<String, byte[]> files() {
        String signers = SignerList.of(places.keys());
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(CustodyFiles.ALLOWED_SIGNERS, signers.getBytes(StandardCharsets.UTF_8));
        files.put(CustodyFiles.README, CustodyFiles.contents(CustodyFiles.README));
        files.put(CustodyFiles.PROGRAM, CustodyFiles.contents(CustodyFiles.PROGRAM));
        return files;
    }

    private static String digest(Map<String, byte[]> files) {
        MessageDigest digest = Sha256.digest();
        files.values().forEach(digest::update);
        return HexFormat.of().formatHex(digest.digest());
    }

    private final class Missing implements Iterator<ChainFile> {
        private final String destination;
        private final Archive archive;
        private final Deque<ChainPlace> behind;
        private final Deque<StoredEntry> entries = new ArrayDeque<>();
        private final Deque<ChainFile> ready = new ArrayDeque<>();
        private @Nullable ChainPlace present;
        private long at;

        Missing(String destination) {
            this.destination = destination;
            this.archive = archives.of(destination);
            this.behind = new ArrayDeque<>(places.behind(destination));
            if (!behind.isEmpty()) {
                addFiles();
            }
        }

        private void addFiles() {
            Map<String, byte[]> files = files();
            String digest = digest(files);
            if (!digest.equals(places.files(destination).orElse(""))) {
                files.forEach((key, bytes) -> ready.add(new ChainFile(
                        destination, key, bytes, null, key.equals(CustodyFiles.PROGRAM) ? digest : null)));
            }
        }

        @Override
        public boolean hasNext() {
            try {
                while (ready.isEmpty() && nextEntry()) {
                    look(Objects.requireNonNull(present), entries.remove());
                }
                return !ready.isEmpty();
            } catch (IOException e) {
                throw new UncheckedIOException("Reading the chains at " + destination, e);
            }
        }

        @Override
        public ChainFile next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.remove();
        }

        /** Whether there is an entry to look at. */
        private boolean nextEntry() {
            while (entries.isEmpty()) {
                if (present == null) {
                    present = behind.poll();
                    if (present == null) {
                        return false;
                    }
                    at = present.seq();
                }
                entries.addAll(chains.entries(present.chain(), at, PAGE));
                if (entries.isEmpty()) {
                    present = null;
                }
            }
            return true;
        }

        private void look(ChainPlace place, StoredEntry entry) throws IOException {
            at = entry.seq();
            Head head = Head.of(place.chain(), entry.seq(), entry.entry());
            String key = CustodyFiles.entry(place.chain(), entry.seq());
            String signatureKey = CustodyFiles.signature(place.chain(), entry.seq());
            byte[] signature = Objects.requireNonNull(entry.signature());
            byte[] there = ArchiveChain.find(archive, key, Entry.LARGEST);
            if (there == null) {
                // The signature first: an entry that is there always has one.
                ready.add(new ChainFile(destination, signatureKey, signature, null, null));
                ready.add(new ChainFile(destination, key, entry.entry(), head, null));
            } else if (!Arrays.equals(there, entry.entry())) {
                stop(place, key);
            } else if (Arrays.equals(ArchiveChain.find(archive, signatureKey, signature.length), signature)) {
                confirm(destination, head);
            } else {
                ready.add(new ChainFile(destination, signatureKey, signature, head, null));
            }
        }

        private void stop(ChainPlace place, String key) {
            PermanentFailure failure = new PermanentFailure(
                    FailureCode.CHAIN_DISAGREES,
                    "%s has another entry than the ledger under %s".formatted(destination, key),
                    "Find out who wrote it: export-routes archive verify " + place.chain()
                            + ". Nothing is written to the chain there until then; docs/custody-chain.md says how to go on");
            LOG.error("{}. {}", failure.getMessage(), failure.hint());
            places.stop(place.chain(), destination, failure);
            entries.clear();
            present = null;
        }
    }
}
