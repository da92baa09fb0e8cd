package io.exportroutes.delivery.sftp;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import io.exportroutes.delivery.FileFailures;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares a server's key with the known-hosts file, for one connection. Nothing is ever added to the file. */
final class KnownHosts implements HostKeyRepository {
    /** The fastest first; one that signs by SHA-1 is not asked for. */
    private static final List<String> ALGORITHMS = List.of(
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "rsa-sha2-512",
            "rsa-sha2-256");

    private final String host;
    private final int port;
    private final Path file;
    /** The lines without a marker: an authority's is no host's, and certificates are not asked for. */
    private final List<KnownHost> known;

    private final Set<String> revoked;
    private @Nullable PermanentFailure refusal;

    KnownHosts(String host, int port, Path file) {
        this.host = host;
        this.port = port;
        this.file = file;
        List<KnownHost> lines = read();
        known = lines.stream().filter(line -> line.marker() == null).toList();
        revoked = lines.stream()
                .filter(line -> "revoked".equals(line.marker()))
                .map(KnownHost::key)
                .collect(Collectors.toSet());
    }

    /** Why the server's key was refused, or null. */
    @Nullable
    PermanentFailure refusal() {
        return refusal;
    }

    /** The algorithms to ask for: first those of keys that the file has, as a server may have several keys and shows one. */
    String algorithms() {
        List<String> types = known.stream().map(KnownHost::type).toList();
        return ALGORITHMS.stream()
                .sorted(Comparator.comparing(one -> !types.contains(one.startsWith("rsa-") ? "ssh-rsa" : one)))
                .collect(Collectors.joining(","));
    }

    @Override
    public int check(String name, byte[] shown) {
        String key = Base64.getEncoder().encodeToString(shown);
        if (revoked.contains(key)) {
            refusal = revoked(shown);
            return CHANGED;
        }
        if (known.stream().anyMatch(line -> line.key().equals(key))) {
            return OK;
        }
        refusal = refused(shown);
        return known.isEmpty() ? NOT_INCLUDED : CHANGED;
    }

    private PermanentFailure refused(byte[] shown) {
        String remedy = "Compare %s with what the server's owner says, then: ssh-keyscan -p %d %s >> %s"
                .formatted(fingerprint(shown), port, host, file);
        if (known.isEmpty()) {
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

    private PermanentFailure revoked(byte[] shown) {
        return new PermanentFailure(
                FailureCode.HOST_KEY_CHANGED,
                "The host key of %s:%d is revoked in %s: it may be an impostor".formatted(host, port, file),
                "Ask the server's owner why it still shows %s, and for its new key".formatted(fingerprint(shown)));
    }

    private static String fingerprint(byte[] key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private List<KnownHost> read() {
        if (!Files.isReadable(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.map(KnownHost::parse)
                    .filter(Objects::nonNull)
                    .filter(line -> line.isFor(host, port))
                    .toList();
        } catch (IOException e) {
            throw FileFailures.of("Reading " + file, e);
        }
    }

    @Override
    public void add(HostKey key, UserInfo user) {
        throw new UnsupportedOperationException("A key is added by hand");
    }

    @Override
    public void remove(String name, String type) {
        throw new UnsupportedOperationException("A key is removed by hand");
    }

    @Override
    public void remove(String name, String type, byte[] key) {
        remove(name, type);
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return file.toString();
    }

    /** The library would choose among these by itself; see {@link #check} and {@link #algorithms}. */
    @Override
    public HostKey[] getHostKey() {
        return new HostKey[0];
    }

    @Override
    public HostKey[] getHostKey(String name, String type) {
        return new HostKey[0];
    }
}
