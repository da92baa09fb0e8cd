package io.exportroutes.custody;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Signs the entries of all chains with one key, and hands a chain over to it from the key before. Safe for use by several threads. */
public final class Notary {
    private final String signer;
    private final String configuration;
    private final Supplier<SigningKey> key;
    private final @Nullable Supplier<SigningKey> previous;

    /**
     * @param signer the name under which the list of signers has the key
     * @param configuration the SHA-256 of the configuration, for the entries that name a key
     * @param key asked with the first entry that is signed, and then remembered
     * @param previous as {@code key}, the one that signed before it; null where there is none
     */
    public Notary(
            String signer, String configuration, Supplier<SigningKey> key, @Nullable Supplier<SigningKey> previous) {
        this.signer = signer;
        this.configuration = configuration;
        this.key = remembered(key);
        this.previous = previous == null ? null : remembered(previous);
    }

    private static Supplier<SigningKey> remembered(Supplier<SigningKey> source) {
        return new Supplier<>() {
            private @Nullable SigningKey read;

            @Override
            public synchronized SigningKey get() {
                SigningKey present = read;
                if (present == null) {
                    present = source.get();
                    read = present;
                }
                return present;
            }
        };
    }

    public String signer() {
        return signer;
    }

    /** @throws PermanentFailure {@code key_file_unreadable} */
    public PublicKey publicKey() {
        return key.get().publicKey();
    }

    /** Whether it signs with this key, or did before the present one. */
    public boolean isOurs(PublicKey asked) {
        return publicKey().equals(asked)
                || (previous != null && previous.get().publicKey().equals(asked));
    }

    /** The entry with its signature. */
    public StoredEntry sign(long seq, ObjectNode entry) {
        return sign(seq, entry, key.get());
    }

    /** The first entry of a chain: it names the key that signs it. */
    public StoredEntry first(Position position) {
        return sign(position.seq(), Entry.key(position, publicKey(), configuration));
    }

    /**
     * The entry that hands a chain over to the present key.
     *
     * @param present the key that signs the chain so far
     * @throws PermanentFailure {@code chain_key} if that is not the key before ours
     */
    public StoredEntry handOver(Position position, String present) {
        return sign(position.seq(), Entry.key(position, publicKey(), configuration), before(position.chain(), present));
    }

    /**
     * Whether our key signs the chain already; if not, its next entry hands over to it.
     *
     * @param present the key that signs the chain so far
     * @throws PermanentFailure {@code chain_key} if that is neither our key nor the one before ours
     */
    public boolean goesOn(String chain, String present) {
        if (publicKey().toString().equals(present)) {
            return true;
        }
        before(chain, present);
        return false;
    }

    private SigningKey before(String chain, String present) {
        SigningKey old = previous == null ? null : previous.get();
        if (old == null || !old.publicKey().toString().equals(present)) {
            throw new PermanentFailure(
                    FailureCode.CHAIN_KEY,
                    "The chain %s is signed with another key than that of custody.signing-key-file".formatted(chain),
                    "Name the file of the key that signed it as custody.previous-key-file, so that it hands over. If that key is"
                            + " lost: export-routes custody adopt " + chain + " --reason TEXT");
        }
        return old;
    }

    /** The entry that goes on with the present key without the one before, for a reason that a person gave. */
    public StoredEntry adopt(Position position, String reason, String by) {
        ObjectNode gap = Entry.begin(position, Event.GAP)
                .put("reason", reason)
                .put("by", by)
                .put("key", publicKey().toString())
                .put("fingerprint", publicKey().fingerprint());
        return sign(position.seq(), gap);
    }

    private static StoredEntry sign(long seq, ObjectNode entry, SigningKey by) {
        byte[] bytes = Entry.bytes(entry);
        return new StoredEntry(seq, bytes, SshSignature.sign(by, bytes));
    }
}
