package io.exportroutes.delivery.sftp;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A line of a known-hosts file, as sshd(8) describes it.
 *
 * @param marker without its {@code @}, such as {@code revoked}; null if the line has none
 * @param hosts names with wildcards, some of them negated by {@code !}, or the hash of one name
 * @param type of the key, such as {@code ssh-ed25519}
 * @param key in Base64
 */
record KnownHost(@Nullable String marker, String hosts, String type, String key) {
    private static final String HASHED = "|1|";
    private static final String HASH = "HmacSHA1";

    /** The line's content, or null for a comment and for what is none. */
    static @Nullable KnownHost parse(String line) {
        String trimmed = line.strip();
        String[] words = trimmed.split("\\s+");
        int first = trimmed.startsWith("@") ? 1 : 0;
        if (trimmed.startsWith("#") || words.length < first + 3) {
            return null;
        }
        String marker = first == 0 ? null : words[0].substring(1);
        return new KnownHost(marker, words[first], words[first + 1], words[first + 2]);
    }

    /** Whether the line is for this server; one without a port is for each port. */
    boolean isFor(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        List<String> names = List.of(name, "[%s]:%d".formatted(name, port));
        if (hosts.startsWith(HASHED)) {
            return names.stream().anyMatch(this::isHashOf);
        }
        boolean found = false;
        for (String pattern : hosts.split(",")) {
            boolean negated = pattern.startsWith("!");
            boolean matches = names.stream().anyMatch(one -> matches(negated ? pattern.substring(1) : pattern, one));
            if (matches && negated) {
                return false;
            }
            found |= matches;
        }
        return found;
    }

    private static boolean matches(String pattern, String name) {
        StringBuilder expression = new StringBuilder();
        for (char one : pattern.toCharArray()) {
            expression.append(one == '*' ? ".*" : one == '?' ? "." : Pattern.quote(String.valueOf(one)));
        }
        return Pattern.compile(expression.toString(), Pattern.CASE_INSENSITIVE)
                .matcher(name)
                .matches();
    }

    private boolean isHashOf(String name) {
        String[] parts = hosts.substring(HASHED.length()).split("\\|");
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[0]), HASH));
            byte[] hash = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
            return parts.length == 2
                    && MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[1]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false; // what is no hash is the hash of no name
        }
    }
}
