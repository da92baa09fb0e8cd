package io.exportroutes.custody;

import io.exportroutes.custody.Finding.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One way through a chain, from its first entry to its last. */
final class ChainWalk {
    private final String job;
    private final KeyTrust trust;
    private final Consumer<Entry> authentic;
    private final Findings findings;
    private final SeenEntries seen = new SeenEntries();
    private @Nullable String chain;

    ChainWalk(String job, AllowedSigners signers, Consumer<Entry> authentic) {
        this.job = job;
        this.trust = new KeyTrust(signers);
        this.authentic = authentic;
        this.findings = new Findings(job);
    }

    void next(StoredEntry stored) {
        long seq = stored.seq();
        if (seq <= seen.last()) {
            throw new IllegalArgumentException("Entry " + seq + " came after " + seen.last());
        }
        if (seq > seen.last() + 1) {
            findings.add(Kind.MISSING, seen.last() + 1, seq - 1, "the entry is missing");
        }
        verify(stored);
        seen.add(seq, Digests.of("SHA-256", stored.entry()));
    }

    private void verify(StoredEntry stored) {
        Optional<SshSignature> signature =
                Optional.ofNullable(stored.signature()).flatMap(SshSignature::read);
        if (signature.isEmpty()) {
            findings.add(
                    Kind.NO_SIGNATURE,
                    stored.seq(),
                    stored.signature() == null
                            ? "no signature stands beside it"
                            : "what stands beside it is no signature");
            return;
        }
        PublicKey key = signature.get().key();
        Optional<Kind> refused = trust.refuses(key);
        if (refused.isPresent()) {
            findings.add(refused.get(), stored.seq(), refusal(refused.get(), key));
        } else if (!signature.get().fits(stored.entry())) {
            findings.add(Kind.BAD_SIGNATURE, stored.seq(), "its signature does not fit its bytes");
        } else {
            read(stored, key);
        }
    }

    private static String refusal(Kind kind, PublicKey key) {
        return kind == Kind.RETIRED_KEY
                ? "it is signed with %s, which another key had replaced".formatted(key.fingerprint())
                : "it is signed with %s, which no earlier entry introduced and the list of signers does not have"
                        .formatted(key.fingerprint());
    }

    private void read(StoredEntry stored, PublicKey key) {
        Entry entry;
        try {
            entry = Entry.read(stored.entry());
            if (entry.is(Event.KEY) && entry.key().isEmpty()) {
                throw new IllegalArgumentException("its key is missing or wrong");
            }
        } catch (IllegalArgumentException e) {
            findings.add(Kind.NOT_AN_ENTRY, stored.seq(), "it is signed but no entry: " + e.getMessage());
            return;
        }
        if (!trust.isValid(key, entry.position().time())) {
            findings.add(
                    Kind.KEY_NOT_VALID,
                    stored.seq(),
                    "it is signed with %s at %s, when the list of signers does not let that key sign"
                            .formatted(key.fingerprint(), entry.position().time()));
        } else if (isInPlace(stored.seq(), entry.position())) {
            link(entry, key);
            trust.signed(key, entry);
            authentic.accept(entry);
        }
    }

    private boolean isInPlace(long seq, Position position) {
        if (position.seq() != seq) {
            findings.add(Kind.WRONG_NUMBER, seq, "it is entry " + position.seq());
            return false;
        }
        if (!isThisChain(position.chain())) {
            findings.add(Kind.OTHER_CHAIN, seq, "it belongs to the chain " + position.chain());
            return false;
        }
        chain = position.chain();
        return true;
    }

    private boolean isThisChain(String name) {
        return chain == null ? name.equals(job) || name.endsWith("/" + job) : name.equals(chain);
    }

    private void link(Entry entry, PublicKey key) {
        Position position = entry.position();
        if (position.seq() == 1) {
            if (!position.prev().equals(Position.NOTHING) || !entry.key().equals(Optional.of(key))) {
                findings.add(Kind.BAD_BEGINNING, 1, "it does not begin a chain by naming the key that signs it");
            }
            return;
        }
        seen.sha256(position.seq() - 1)
                .filter(before -> !before.equals(position.prev()))
                .ifPresent(before -> findings.add(
                        Kind.BROKEN_LINK,
                        position.seq(),
                        "it follows another entry %d than the one that is here".formatted(position.seq() - 1)));
    }

    ChainReport end(List<Head> witnessed) {
        if (seen.size() == 0) {
            findings.addForChain(Kind.NO_ENTRIES, "there is no entry");
        }
        witnessed.forEach(this::compare);
        return new ChainReport(job, chain == null ? job : chain, seen, findings.all(), trust.signers());
    }

    private void compare(Head head) {
        if (head.seq() > seen.last()) {
            findings.addForChain(
                    Kind.TOO_SHORT, "the chain ends at %d, but %d was witnessed".formatted(seen.last(), head.seq()));
        } else if (!seen.sha256(head.seq()).equals(Optional.of(head.sha256()))) {
            findings.addForChain(
                    Kind.REWRITTEN,
                    "entry %d is not the one that was witnessed (%s)".formatted(head.seq(), head.sha256()));
        }
    }
}
