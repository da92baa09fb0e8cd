package io.exportroutes.report;

import io.exportroutes.custody.Entry;
import io.exportroutes.custody.SshSignature;
import io.exportroutes.custody.StoredEntry;
import io.exportroutes.ledger.Ledger;
import java.util.Objects;
import java.util.Optional;

/** Read-backs and chains as the ledger has them. */
final class LedgerFacts {
    private LedgerFacts() {}

    static ReadBacks readBacks(Ledger ledger) {
        return (period, each) -> ledger.deliveries()
                .copies()
                .readBacks()
                .of(
                        period,
                        found -> each.accept(new ReadBacks.ReadBack(
                                new ReadBacks.Place(
                                        found.subject().exportId(),
                                        found.subject().destination()),
                                found.origin().endedAt(),
                                found.level().word(),
                                found.result().word(),
                                found.evidence().detail())));
    }

    static Chains chains(Ledger ledger) {
        io.exportroutes.ledger.Chains chains = ledger.deliveries().copies().chains();
        return job -> chains.head(job)
                .flatMap(head -> chains.entries(job, head.seq() - 1, 1).stream().findFirst())
                .map(LedgerFacts::head);
    }

    private static Chains.Head head(StoredEntry stored) {
        Entry entry = Entry.read(stored.entry());
        Optional<SshSignature> signature = SshSignature.read(Objects.requireNonNull(stored.signature()));
        return new Chains.Head(
                entry.position().seq(),
                entry.sha256(),
                entry.position().time(),
                signature.map(one -> one.key().fingerprint()).orElse(null));
    }
}
