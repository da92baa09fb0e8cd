package io.exportroutes.config;

import io.exportroutes.config.WebConfig.Listen;
import io.exportroutes.config.WebConfig.Proxies;
import io.exportroutes.config.yaml.Section;
import io.exportroutes.value.Subnet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the section {@code web}. */
final class WebReader {
    private static final int HIGHEST_PORT = 65_535;

    private WebReader() {}

    static WebConfig read(Section root) {
        if (!root.has("web")) {
            return WebConfig.NONE;
        }
        Section web = root.section("web");
        WebConfig config = new WebConfig(
                web.parsed("listen", WebReader::listen).orElse(null),
                web.texts("hosts").stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()),
                web.optional("users-file").map(Path::of).orElse(null),
                new Proxies(trusted(web), web.text("user-header"), web.text("proxy-role")));
        checkLogin(web, config);
        return config;
    }

    /** {@code HOST:PORT}, an IPv6 address in brackets. */
    private static Listen listen(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        int port = colon < 0 ? 0 : Integer.parseInt(text.substring(colon + 1));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (port < 1 || port > HIGHEST_PORT || !bracketed && host.contains(":")) {
            throw new IllegalArgumentException("no address to listen at");
        }
        return new Listen(bracketed ? host.substring(1, host.length() - 1) : host, port);
    }

    private static List<Subnet> trusted(Section web) {
        List<Subnet> trusted = new ArrayList<>();
        for (String text : web.texts("trusted-proxies")) {
            try {
                trusted.add(Subnet.parse(text));
            } catch (IllegalArgumentException refused) {
                web.problems()
                        .value(
                                web.path("trusted-proxies"),
                                text + " is " + refused.getMessage(),
                                "Write addresses such as 10.0.0.7, or ranges such as 10.0.0.0/8.");
            }
        }
        return trusted;
    }

    private static void checkLogin(Section web, WebConfig config) {
        Optional<String> elsewhere = Optional.ofNullable(config.listen())
                .filter(listen -> !listen.isLoopback())
                .map(Listen::host);
        if (elsewhere.isPresent()
                && !config.hasLogin()
                && web.texts("trusted-proxies").isEmpty()) {
            web.problems()
                    .value(
                            web.path("listen"),
                            "other machines reach " + elsewhere.get() + ", and nobody would have to log in",
                            "Add users-file: config/web-users and an account (export-routes web users add NAME --role operator),"
                                    + " name your trusted-proxies, or listen at 127.0.0.1.");
        }
    }
}
