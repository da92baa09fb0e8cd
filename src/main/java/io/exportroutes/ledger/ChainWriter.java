package io.exportroutes.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.exportroutes.custody.Entry;
import io.exportroutes.custody.Event;
import io.exportroutes.custody.Notary;
import io.exportroutes.custody.PublicKey;
import io.exportroutes.custody.SshSignature;
import io.exportroutes.custody.StoredEntry;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes entries within a transaction, each with the number after the last one. */
final class ChainWriter {
    private static final String ENTRY = """
            insert into chain_entries (chain, seq, sha256, event, export_id, artifact, written_at, entry, signature)
            values (:chain, :seq, :sha256, :event, :exportId, :artifact, :writtenAt, :entry, :signature)""";

    private final Handle handle;
    private final Instant now;

    ChainWriter(Handle handle, Instant now) {
        this.handle = handle;
        this.now = now;
    }

    /** Writes the event's entry; that of an artifact once. Nothing is written about other events where the chain is not open. */
    void tell(ChainEvent event, Notary notary) {
        String chain = chainOf(event);
        Optional<ChainTail> known = ChainTail.lock(handle, chain);
        if (known.isEmpty()) {
            if (event.event() == Event.STORED) {
                throw notOpen(chain);
            }
            return;
        }
        ObjectNode fields = Entry.begin(known.get().next(now), event.event());
        fill(fields, event, chain);
        if (event.event() != Event.STORED || !isStored(event, artifact(fields))) {
            ChainTail tail = ready(known.get(), notary);
            ObjectNode entry = Entry.begin(tail.next(now), event.event());
            fill(entry, event, chain);
            put(tail, notary.sign(tail.seq() + 1, entry), event.exportId(), notary.publicKey());
        }
    }

    private void fill(ObjectNode entry, ChainEvent event, String chain) {
        String export = event.exportId();
        if (event.event() != Event.STORED && export != null) {
            numbers(chain, export, event.artifact()).forEach(entry.putArray("entries")::add);
            entry.put("export", export);
        }
        event.fields().addTo(entry, now);
    }

    static PermanentFailure notOpen(String chain) {
        return new PermanentFailure(
                FailureCode.CHAIN_NOT_OPEN,
                "It is not known what the destinations have of the chain of custody " + chain,
                "Run the job: it looks at all of them first");
    }

    /** The chain as it is once our key signs it. */
    private ChainTail ready(ChainTail tail, Notary notary) {
        PublicKey ours = notary.publicKey();
        if (tail.isEmpty()) {
            used(notary);
            return put(tail, notary.first(tail.next(now)), null, ours);
        }
        if (tail.signingKey().equals(ours.toString())) {
            return tail;
        }
        StoredEntry last = notary.handOver(tail.next(now), tail.signingKey());
        signed(tail.signingKey());
        used(notary);
        return put(tail, last, null, ours);
    }

    /** As {@link Chains#adopt}. */
    ChainTail adopt(ChainTail tail, Notary notary, String reason, String by) {
        used(notary);
        StoredEntry entry = tail.isEmpty() ? notary.first(tail.next(now)) : notary.adopt(tail.next(now), reason, by);
        return put(tail, entry, null, notary.publicKey());
    }

    /** Our key signs from now on. */
    private void used(Notary notary) {
        handle.createUpdate("""
                        insert into custody_keys (public_key, signer, since) values (:key, :signer, :since)
                        on conflict (public_key) do update set until = null, signer = excluded.signer""")
                .bind("key", notary.publicKey().toString())
                .bind("signer", notary.signer())
                .bind("since", now.truncatedTo(ChronoUnit.SECONDS))
                .execute();
    }

    /** The key signed until now, and no longer. */
    private void signed(String key) {
        handle.createUpdate("update custody_keys set until = :until where public_key = :key")
                .bind("until", now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1))
                .bind("key", key)
                .execute();
    }

    /** An entry that a destination has, and that was verified; its keys are added to the spans. */
    ChainTail bring(ChainTail tail, StoredEntry stored, KeySpans spans) {
        Entry entry = Entry.read(stored.entry());
        if (!entry.position().prev().equals(tail.sha256())) {
            throw new IllegalStateException("Entry " + stored.seq() + " does not follow what was verified");
        }
        PublicKey by = SshSignature.read(Objects.requireNonNull(stored.signature()))
                .orElseThrow()
                .key();
        PublicKey next = entry.key().orElse(by);
        spans.add(by, entry.position().time());
        spans.add(next, entry.position().time());
        String export = entry.artifact().isPresent()
                ? entry.json().path("manifest").path("id").asText()
                : null;
        return put(tail, stored, export, next);
    }

    /** @param next the key that signs the entry after it */
    ChainTail put(ChainTail tail, StoredEntry stored, @Nullable String exportId, PublicKey next) {
        Entry entry = Entry.read(stored.entry());
        handle.createUpdate(ENTRY)
                .bind("chain", tail.chain())
                .bind("seq", stored.seq())
                .bind("sha256", entry.sha256())
                .bind("event", entry.event())
                .bind("exportId", exportId)
                .bind("artifact", entry.is(Event.STORED) ? artifact(entry.json()) : null)
                .bind("writtenAt", entry.position().time())
                .bind("entry", stored.entry())
                .bind("signature", stored.signature())
                .execute();
        handle.createUpdate("update chains set seq = :seq, sha256 = :sha256, signing_key = :key where chain = :chain")
                .bind("seq", stored.seq())
                .bind("sha256", entry.sha256())
                .bind("key", next.toString())
                .bind("chain", tail.chain())
                .execute();
        return new ChainTail(tail.chain(), stored.seq(), entry.sha256(), next.toString());
    }

    private static String artifact(ObjectNode entry) {
        return entry.path("artifact").path("sha256").asText();
    }

    private boolean isStored(ChainEvent event, String artifact) {
        return handle.createQuery(
                        "select 1 from chain_entries where export_id = :exportId and event = 'stored' and artifact = :artifact")
                .bind("exportId", event.exportId())
                .bind("artifact", artifact)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    /** The chain that has the export's artifact, whichever job's run it was; else the job's. */
    private String chainOf(ChainEvent event) {
        if (event.exportId() == null || event.event() == Event.STORED) {
            return event.job();
        }
        return handle.createQuery(
                        "select chain from chain_entries where export_id = :exportId and event = 'stored' order by seq desc")
                .bind("exportId", event.exportId())
                .mapTo(String.class)
                .findFirst()
                .orElse(event.job());
    }

    private List<Long> numbers(String chain, String exportId, @Nullable String artifact) {
        return handle.createQuery("""
                        select seq from chain_entries where chain = :chain and export_id = :exportId and event = 'stored'
                          and artifact = coalesce(:artifact, artifact) order by seq""")
                .bind("chain", chain)
                .bind("exportId", exportId)
                .bind("artifact", artifact)
                .mapTo(Long.class)
                .list();
    }
}
