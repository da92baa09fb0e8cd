package io.exportroutes.custody;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which key counts at which entry; {@link ChainVerifier} says who is trusted for what. */
final class KeyTrust {
    private final AllowedSigners signers;
    private final Set<PublicKey> retired = new HashSet<>();
    private final List<ChainReport.Signer> spans = new ArrayList<>();
    private @Nullable PublicKey current;

    KeyTrust(AllowedSigners signers) {
        this.signers = signers;
    }

    /** Why no signature of the key counts here, whatever it says. */
    Optional<Finding.Kind> refuses(PublicKey key) {
        if (retired.contains(key)) {
            return Optional.of(Finding.Kind.RETIRED_KEY);
        }
        return isCurrent(key) || signers.lists(key) ? Optional.empty() : Optional.of(Finding.Kind.UNKNOWN_KEY);
    }

    /** Whether the list has nothing against the key at that time. */
    boolean isValid(PublicKey key, Instant time) {
        return !signers.lists(key) || signers.principal(key, time).isPresent();
    }

    /** Takes the signature of an entry at its place: its key is the current one from here on. */
    void signed(PublicKey key, Entry entry) {
        boolean introduced = isCurrent(key);
        become(key);
        long seq = entry.position().seq();
        int last = spans.size() - 1;
        if (last >= 0 && spans.get(last).key().equals(key)) {
            spans.set(last, spans.get(last).upTo(seq));
        } else {
            String principal = signers.principal(key, entry.position().time()).orElse(null);
            spans.add(new ChainReport.Signer(seq, seq, key, principal, introduced));
        }
        entry.key().ifPresent(this::become);
    }

    private boolean isCurrent(PublicKey key) {
        return current != null && current.equals(key);
    }

    private void become(PublicKey key) {
        if (current != null && !current.equals(key)) {
            retired.add(current);
        }
        retired.remove(key); // the current key may call an earlier one back
        current = key;
    }

    List<ChainReport.Signer> signers() {
        return List.copyOf(spans);
    }
}
