package io.exportroutes.web;

import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call says about who sends it.
 *
 * @param remote the machine that sent it, a proxy where there is one
 * @param proxyUser the headers of that name
 * @param forwardedFor the addresses that proxies have added, the last one by the nearest
 */
record Credentials(
        InetAddress remote, @Nullable String authorization, List<String> proxyUser, List<String> forwardedFor) {

    static Credentials of(InetAddress remote, MultiMap headers, String userHeader) {
        return new Credentials(
                remote,
                headers.get("Authorization"),
                headers.getAll(userHeader),
                headers.getAll("X-Forwarded-For").stream()
                        .flatMap(value -> List.of(value.split(",")).stream())
                        .map(String::strip)
                        .toList());
    }

    Optional<String> token() {
        return after("Bearer ");
    }

    /** Name and password. */
    Optional<Password> password() {
        return after("Basic ").flatMap(Password::decode);
    }

    /** The text after the scheme, whose name has no case. */
    private Optional<String> after(String scheme) {
        String header = authorization;
        return header != null && header.regionMatches(true, 0, scheme, 0, scheme.length())
                ? Optional.of(header.substring(scheme.length()).strip())
                : Optional.empty();
    }

    record Password(String name, String password) {
        private static final int LONGEST = 1024;

        static Optional<Password> decode(String base64) {
            try {
                String decoded = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
                int colon = decoded.indexOf(':');
                return colon < 1 || decoded.length() > LONGEST
                        ? Optional.empty()
                        : Optional.of(new Password(decoded.substring(0, colon), decoded.substring(colon + 1)));
            } catch (IllegalArgumentException broken) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return "Password[" + name + "]";
        }
    }

    @Override
    public String toString() {
        return "Credentials[" + remote + "]";
    }
}
