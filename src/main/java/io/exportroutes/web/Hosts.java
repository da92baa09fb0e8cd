package io.exportroutes.web;

import io.exportroutes.config.WebConfig;
import io.exportroutes.value.Subnet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names by which browsers may call this server. Any other name is one that somebody else has made to lead here, so that a page of
 * theirs counts as ours (DNS rebinding); an IP address belongs to nobody's page but that machine's.
 */
final class Hosts {
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::\\d{1,5})?");

    private final Set<String> names;
    /** By which a proxy may serve it with https. */
    private final Set<String> proxied;

    Hosts(WebConfig config, WebConfig.Listen listen) {
        proxied = config.hosts();
        names = new HashSet<>(proxied);
        names.add("localhost");
        names.add(listen.host().toLowerCase(Locale.ROOT));
    }

    boolean isAllowed(@Nullable String authority) {
        return name(authority)
                .filter(name -> names.contains(name) || Subnet.address(name).isPresent())
                .isPresent();
    }

    /** Whether a page of that origin is one of this server, called by that authority or, behind a proxy, by a name of exports.yaml. */
    boolean isOwn(String origin, @Nullable String authority) {
        String lower = origin.toLowerCase(Locale.ROOT);
        if (lower.startsWith("https://") && proxied.contains(lower.substring("https://".length()))) {
            return true;
        }
        return authority != null && lower.replaceFirst("^https?://", "").equals(authority.toLowerCase(Locale.ROOT));
    }

    private static Optional<String> name(@Nullable String authority) {
        if (authority == null) {
            return Optional.empty();
        }
        Matcher matcher = AUTHORITY.matcher(authority.toLowerCase(Locale.ROOT));
        return matcher.matches()
                ? Optional.of(matcher.group(1).replaceFirst("^\\[(.*)]$", "$1").replaceFirst("\\.$", ""))
                : Optional.empty();
    }
}
