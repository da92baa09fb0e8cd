package io.exportroutes.api;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The scheme, host and port that the token may go to, and where a redirect may lead. */
public record Origin(String scheme, String host, int port) {

    public static Origin of(URI uri) {
        String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
        String host = Objects.requireNonNullElse(uri.getHost(), "").toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, host, port);
    }

    /** The download's address below the base URL; each part is one segment, whatever is in it. */
    public static URI download(URI baseUrl, String project, String exportId) {
        String base = baseUrl.toString();
        String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return URI.create(trimmed + "/projects/" + segment(project) + "/export/download/" + segment(exportId));
    }

    /** Where a redirect from one address leads, seen from the origin of the base URL. */
    public URI follow(URI from, @Nullable String location) {
        URI to = resolve(from, location);
        Origin target = of(to);
        boolean known = target.scheme.equals("https") || target.scheme.equals("http");
        if (!known || target.host.isEmpty() || to.getRawUserInfo() != null) {
            throw refused("the address it leads to is none that can be followed");
        }
        if (scheme.equals("https") && !target.scheme.equals("https")) {
            throw refused("it leads from https to http, at " + target.host);
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
                "Look whether api.base-url is right; the token stays with its origin.");
    }

    private static String segment(String text) {
        if (text.isEmpty() || text.equals(".") || text.equals("..")) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "\"%s\" can be no project and no export id".formatted(text),
                    "Look at the job's project, and at what the API lists.");
        }
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char sign = (char) (octet & 0xFF);
            boolean plain = sign < 0x80 && (Character.isLetterOrDigit(sign) || "-._~".indexOf(sign) >= 0);
            encoded.append(plain ? String.valueOf(sign) : "%%%02X".formatted((int) sign));
        }
        return encoded.toString();
    }
}
