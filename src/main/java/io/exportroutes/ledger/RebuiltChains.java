package io.exportroutes.ledger;

import io.exportroutes.custody.Entry;
import io.exportroutes.custody.Notary;
import io.exportroutes.custody.SshSignature;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What chains that were brought into a new ledger tell of copies. Failures as in {@link Runs}. */
public final class RebuiltChains {
    /** An entry of read-backs may have megabytes. */
    private static final int PAGE = 20;

    private static final String ENTRIES = "select entry from chain_entries where chain = :chain and event in (<events>)"
            + " and seq > :after order by seq limit " + PAGE;

    private static final List<String> OF_COPIES = List.of("held", "released", "expired", "lost", "repaired");
    private static final List<String> READ_BACKS = List.of("read-back");

    private static final String KEYS = "select export_id, object_key from deliveries where destination = :destination"
            + " and export_id in (<ids>) and state = 'DELIVERED'";

    private final Database database;

    RebuiltChains(Database database) {
        this.database = database;
    }

    /**
     * Adds what the chain tells to what is known.
     *
     * @return what could not be understood
     * @throws PermanentFailure {@code chain_key} if its last entry is not signed with a key of exports.yaml: whoever can write to a
     *     destination can put a chain there that verifies by the list of signers beside it
     */
    public List<String> tell(String chain, ToldCopies told) {
        checkIsOurs(chain);
        return each(chain, OF_COPIES, told::add);
    }

    /** The signature of the last entry vouches for all before it. */
    private void checkIsOurs(String chain) {
        Notary notary = Objects.requireNonNull(database.chains().notary(), "exports.yaml has custody");
        database.find(
                        "find the last entry of chain " + chain,
                        "select signature from chain_entries where chain = :chain order by seq desc limit 1",
                        Map.of("chain", chain),
                        (row, context) -> row.getBytes("signature"))
                .flatMap(SshSignature::read)
                .filter(signature -> !notary.isOurs(signature.key()))
                .ifPresent(other -> {
                    throw new PermanentFailure(
                            FailureCode.CHAIN_KEY,
                            "The chain %s ends with an entry of the key %s, which exports.yaml does not have: what it tells is not believed"
                                    .formatted(chain, other.key().fingerprint()),
                            "If it is yours, name its file as custody.previous-key-file and make the ledger anew; else its holds"
                                    + " have to be placed again");
                });
    }

    /**
     * Brings what the chain tells of read-backs, of the copies that the ledger has.
     *
     * @return what could not be understood
     */
    public List<String> bringReadBacks(String chain, ToldCopies told) {
        return each(chain, READ_BACKS, entry -> bring(chain, told.readBacks(entry)));
    }

    private List<String> each(String chain, List<String> events, Consumer<Entry> entry) {
        List<String> wrong = new ArrayList<>();
        List<Entry> page = page(chain, events, 0);
        while (!page.isEmpty()) {
            for (Entry read : page) {
                try {
                    entry.accept(read);
                } catch (IllegalArgumentException e) {
                    wrong.add("Entry %d of the chain %s is not understood: %s"
                            .formatted(read.position().seq(), chain, e.getMessage()));
                }
            }
            page = page(chain, events, page.get(page.size() - 1).position().seq());
        }
        return wrong;
    }

    private List<Entry> page(String chain, List<String> events, long after) {
        return database.read("read the chain " + chain, handle -> handle.createQuery(ENTRIES)
                .bind("chain", chain)
                .bind("after", after)
                .bindList("events", events)
                .map((row, context) -> Entry.read(row.getBytes("entry")))
                .list());
    }

    private void bring(String chain, ToldCopies.Day day) {
        List<String> exports = day.looks().stream()
                .map(look -> look.subject().exportId())
                .distinct()
                .toList();
        Map<String, String> keys = database
                .inParts(
                        "find the copies at " + day.destination(),
                        KEYS,
                        Map.of("destination", day.destination()),
                        exports,
                        (row, context) -> Map.entry(row.getString("export_id"), row.getString("object_key")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        database.write("bring what was read back at " + day.destination(), handle -> {
            ReadBackEntries.mark(handle, chain, day.destination(), day.day());
            day.looks().stream()
                    .filter(look -> keys.containsKey(look.subject().exportId()))
                    .forEach(look -> bring(
                            handle,
                            look,
                            Objects.requireNonNull(keys.get(look.subject().exportId()))));
            return true;
        });
    }

    private static void bring(Handle handle, ReadBack look, String present) {
        ReadBack.Subject subject = look.subject();
        String key = subject.key().isEmpty() ? present : subject.key();
        ReadBacks.add(
                handle,
                new ReadBack(
                        new ReadBack.Subject(subject.exportId(), subject.destination(), key),
                        look.level(),
                        look.result(),
                        look.evidence(),
                        look.origin()));
    }
}
