package io.exportroutes.config;

import io.exportroutes.config.yaml.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rules for addresses. Messages never show the address: it may hold a password. */
public final class Urls {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[?(?:0*:)*:?0*1]?|\\[?::1]?");

    private Urls() {}

    /** Whether the host is this machine, by its name alone; nothing is looked up. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether what is sent to this address travels over a network without encryption. */
    public static boolean isInClear(String address) {
        return parse(address)
                .filter(uri -> "http".equalsIgnoreCase(uri.getScheme()))
                .filter(uri -> uri.getHost() != null && !isLoopback(uri.getHost()))
                .isPresent();
    }

    /** A problem where it is no https address, nor an http address of this machine; {@code {job}} may stand in it, and a query. */
    static void httpsOrHere(Section section, String key) {
        Optional<String> text = section.optional(key).map(url -> url.replace("{job}", "job"));
        if (text.isEmpty()) {
            return;
        }
        Optional<URI> uri = parse(text.get());
        String complaint = uri.isEmpty() ? "it is not a valid address" : hostComplaint(uri.get());
        if (!complaint.isEmpty()) {
            section.problems().value(section.path(key), key + ": " + complaint, "Write https://HOST/PATH.");
        } else if (isInClear(text.get())) {
            section.problems()
                    .value(
                            section.path(key),
                            "http is allowed only for this machine (localhost, 127.0.0.1, [::1]):"
                                    + " what is sent would travel in clear",
                            "Write https://.");
        }
    }

    /** An http or https address, without a trailing slash; a problem where it is none. */
    static Optional<URI> http(Section section, String key) {
        Optional<String> text = section.optional(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<URI> uri = parse(text.get().replaceFirst("/+$", ""));
        String complaint = uri.isEmpty() ? "it is not a valid address" : complaint(uri.get());
        if (complaint.isEmpty()) {
            return uri;
        }
        section.problems()
                .value(section.path(key), key + ": " + complaint, "Write https://HOST, or https://HOST:PORT/PATH.");
        return Optional.empty();
    }

    private static String complaint(URI uri) {
        String complaint = hostComplaint(uri);
        if (!complaint.isEmpty()) {
            return complaint;
        }
        return uri.getRawQuery() == null && uri.getRawFragment() == null ? "" : "it contains a ? or a #";
    }

    private static String hostComplaint(URI uri) {
        String scheme = String.valueOf(uri.getScheme());
        if (!scheme.equalsIgnoreCase("https") && !scheme.equalsIgnoreCase("http")) {
            return "it does not begin with https:// or http://";
        }
        if (uri.getHost() == null) {
            return "it names no host";
        }
        return uri.getRawUserInfo() == null ? "" : "it contains a user name or a password";
    }

    private static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException broken) {
            return Optional.empty();
        }
    }
}
