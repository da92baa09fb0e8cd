package io.exportroutes.api;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The scheme, host and port that the token may go to, and where a redirect may lead. */
public record Origin(String scheme, String host, int port) {

    /** @param port negative for the scheme's own */
    public Origin {
        scheme = scheme.toLowerCase(Locale.ROOT);
        host = host.toLowerCase(Locale.ROOT);
        host = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        port = port >= 0 ? port : scheme.equals("https") ? 443 : 80;
    }

    /** The URI's origin; an empty text stands for a missing scheme or host. */
    public static Origin of(URI uri) {
        return new Origin(
                Objects.requireNonNullElse(uri.getScheme(), ""),
                Objects.requireNonNullElse(uri.getHost(), ""),
                uri.getPort());
    }

    /** The target of a redirect, if the base URL's origin permits it. */
    public URI follow(URI from, @Nullable String location) {
        URI to = resolve(from, location);
        Origin target = of(to);
        boolean known = target.scheme.equals("https") || target.scheme.equals("http");
        if (!known || target.host.isEmpty() || to.getRawUserInfo() != null) {
            throw refused("its address is not a plain http or https address");
        }
        if (scheme.equals("https") && !target.scheme.equals("https")) {
            throw refused("it leads from https to http, to " + target.host);
        }
        return to;
    }

    private static URI resolve(URI from, @Nullable String location) {
        if (location == null || location.isBlank()) {
            throw refused("it names no address");
        }
        try {
            URI to = from.resolve(new URI(location.strip()));
            String text = to.toString();
            return to.getRawFragment() == null ? to : URI.create(text.substring(0, text.indexOf('#')));
        } catch (URISyntaxException | IllegalArgumentException unreadable) {
            throw refused("its address cannot be read"); // the address may carry a signature: it is not shown
        }
    }

    private static PermanentFailure refused(String why) {
        return new PermanentFailure(
                FailureCode.ORIGIN_REFUSED,
                "A redirect of the download is not followed: " + why,
                "Check api.base-url; the token stays with its origin.");
    }
}
