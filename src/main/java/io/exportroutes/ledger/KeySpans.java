package io.exportroutes.ledger;

import io.exportroutes.custody.PublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** When the keys of a chain that destinations have signed it: other chains may have been signed by them earlier, or longer. */
final class KeySpans {
    /** A key without an end signs some chain today. */
    private static final String WIDEN = """
            insert into custody_keys (public_key, signer, since, until) values (:key, :signer, :since, :until)
            on conflict (public_key) do update set
              since = case when excluded.since < custody_keys.since then excluded.since else custody_keys.since end,
              until = case when custody_keys.until is null or excluded.until is null then null
                when excluded.until > custody_keys.until then excluded.until else custody_keys.until end""";

    private record Span(Instant first, Instant last) {}

    private final Map<String, Span> spans = new LinkedHashMap<>();

    /** The key counts for the entry of that time. */
    void add(PublicKey key, Instant time) {
        spans.merge(
                key.toString(),
                new Span(time, time),
                (known, more) -> new Span(
                        known.first.isBefore(time) ? known.first : time, known.last.isAfter(time) ? known.last : time));
    }

    /** @param goesOn the key that signs the chain's next entry */
    void write(Handle handle, String signer, String goesOn) {
        spans.forEach((key, span) -> handle.createUpdate(WIDEN)
                .bind("key", key)
                .bind("signer", signer)
                .bind("since", span.first.truncatedTo(ChronoUnit.SECONDS))
                .bind("until", key.equals(goesOn) ? null : span.last.truncatedTo(ChronoUnit.SECONDS))
                .execute());
    }
}
