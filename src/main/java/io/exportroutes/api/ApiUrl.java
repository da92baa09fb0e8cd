package io.exportroutes.api;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The URL of one call. Each given part is percent-encoded as one segment or one query value, so that no project and no
 * export id can reach another path, another host, or the placeholders of Camel.
 */
public final class ApiUrl {
    private static final int LONGEST_PART = 200;
    private static final Pattern VALUE = Pattern.compile("\\{(\\w+)}");

    private final StringBuilder url;
    private char separator = '?';

    private ApiUrl(String start) {
        url = new StringBuilder(start);
    }

    /** @param baseUrl http or https with a host, perhaps a path; without user, query and fragment */
    public static ApiUrl at(String baseUrl) {
        checked(baseUrl);
        return new ApiUrl(baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl);
    }

    /**
     * The base URL as a URI.
     *
     * @throws PermanentFailure {@code invalid_base_url} if it is none
     */
    public static URI checked(String baseUrl) {
        try {
            URI uri = new URI(baseUrl);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && plain(uri)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw notAUrl(e);
        }
        throw notAUrl(null);
    }

    private static boolean plain(URI uri) {
        return uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
    }

    private static PermanentFailure notAUrl(@Nullable Exception cause) {
        return new PermanentFailure(
                FailureCode.INVALID_BASE_URL,
                "The base URL of the export API is not an http or https URL with a host",
                "Write it as https://host or https://host/path, without user, query and fragment.",
                cause);
    }

    /**
     * Appends a path such as {@code /projects/{project}/exports}.
     *
     * @param values the value of each name in braces; each becomes one segment
     * @throws PermanentFailure {@code invalid_parameter} naming a value that is missing or cannot be a segment
     */
    public ApiUrl path(String template, UnaryOperator<String> values) {
        url.append(VALUE.matcher(template).replaceAll(name -> segment(name.group(1), values.apply(name.group(1)))));
        return this;
    }

    private static String segment(String name, String value) {
        String what = snakeCase(name);
        if (value.isBlank()) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "The call names no " + what,
                    "Set the Kamelet's property or the message's header.");
        }
        if (value.equals(".") || value.equals("..") || value.length() > LONGEST_PART) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "The " + what + " is not a valid name: it has " + value.length() + " characters",
                    "Use the " + what + " as the API shows it.");
        }
        return encoded(value);
    }

    /** The API's spelling of a name: {@code export_id} of {@code exportId}. */
    public static String snakeCase(String name) {
        return name.replaceAll("(?=\\p{Lu})", "_").toLowerCase(Locale.ROOT);
    }

    /** Appends {@code name=value} to the query, or nothing for an empty value. */
    public ApiUrl query(String name, String value) {
        if (!value.isBlank()) {
            url.append(separator).append(name).append('=').append(encoded(value));
            separator = '&';
        }
        return this;
    }

    /** The value as written in a URL: plain ASCII without separators. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
