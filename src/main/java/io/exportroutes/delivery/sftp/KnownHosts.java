package io.exportroutes.delivery.sftp;

import io.exportroutes.delivery.FileFailures;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jspecify.annotations.Nullable;

/** Compares a server's key with the known-hosts file, which is read again for each connection. */
final class KnownHosts implements ServerKeyVerifier, SessionListener {
    private static final AttributeKey<AtomicReference<@Nullable PermanentFailure>> REFUSAL = new AttributeKey<>();

    private final String host;
    private final int port;
    private final Path file;

    KnownHosts(String host, int port, Path file) {
        this.host = host;
        this.port = port;
        this.file = file;
    }

    /** The context of a new connection, which keeps the refusal when the session itself is closed. */
    static AttributeRepository context() {
        return AttributeRepository.ofKeyValuePair(REFUSAL, new AtomicReference<>());
    }

    /** Why the server's key was refused, or null. */
    static @Nullable PermanentFailure refusal(AttributeRepository context) {
        AtomicReference<@Nullable PermanentFailure> refusal = context.getAttribute(REFUSAL);
        return refusal == null ? null : refusal.get();
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey key) {
        PermanentFailure refusal = check(session, key);
        AttributeRepository context = session.getConnectionContext();
        AtomicReference<@Nullable PermanentFailure> kept = context == null ? null : context.getAttribute(REFUSAL);
        if (kept != null) {
            kept.set(refusal);
        }
        return refusal == null;
    }

    /** Asks for a key of a kind that the file has, as a server may have several and shows one. */
    @Override
    public void sessionNegotiationOptionsCreated(Session session, Map<KexProposalOption, String> proposal) {
        List<String> known = entries().stream()
                .map(entry -> entry.getKeyEntry().getKeyType())
                .toList();
        proposal.computeIfPresent(
                KexProposalOption.SERVERKEYS, (option, algorithms) -> Arrays.stream(algorithms.split(","))
                        .sorted(Comparator.comparing(one -> !known.contains(KeyUtils.getCanonicalKeyType(one))))
                        .collect(Collectors.joining(",")));
    }

    private @Nullable PermanentFailure check(ClientSession session, PublicKey shown) {
        boolean found = false;
        boolean revoked = false;
        List<KnownHostEntry> entries = entries();
        for (KnownHostEntry entry : entries) {
            boolean same = KeyUtils.compareKeys(key(session, entry), shown);
            revoked |= same && "revoked".equals(entry.getMarker());
            found |= same && entry.getMarker() == null;
        }
        if (found && !revoked) {
            return null;
        }
        String remedy = "Compare %s with what the server's owner says, then: ssh-keyscan -p %d %s >> %s"
                .formatted(KeyUtils.getFingerPrint(shown), port, host, file);
        if (entries.isEmpty()) {
            return new PermanentFailure(
                    FailureCode.HOST_KEY_UNKNOWN,
                    "The host key of %s:%d is not in %s".formatted(host, port, file),
                    remedy);
        }
        return new PermanentFailure(
                FailureCode.HOST_KEY_CHANGED,
                "The host key of %s:%d is not the one in %s: it may be an impostor".formatted(host, port, file),
                remedy + " and remove the old line");
    }

    private List<KnownHostEntry> entries() {
        if (!Files.isReadable(file)) {
            return List.of();
        }
        try {
            return KnownHostEntry.readKnownHostEntries(file).stream()
                    .filter(entry -> entry.isHostMatch(host, port))
                    .toList();
        } catch (IOException e) {
            throw FileFailures.of("Reading " + file, e);
        }
    }

    private static @Nullable PublicKey key(ClientSession session, KnownHostEntry entry) {
        try {
            return entry.getKeyEntry().resolvePublicKey(session, PublicKeyEntryResolver.IGNORING);
        } catch (IOException | GeneralSecurityException e) {
            // A kind of key that we cannot read cannot be the one that the server showed.
            return null;
        }
    }
}
