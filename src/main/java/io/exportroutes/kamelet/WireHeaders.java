package io.exportroutes.kamelet;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;

/**
 * Which headers of a message leave this machine. Camel sends each that it does not know as its own: a tracer's, and whatever an earlier step
 * or an application left there.
 */
public final class WireHeaders {
    private WireHeaders() {}

    /**
     * Takes every other header off the request; what the client adds itself comes later.
     *
     * @param names in lower case
     */
    public static void keep(HttpRequest request, Set<String> names) {
        Arrays.stream(request.getHeaders())
                .map(Header::getName)
                .filter(name -> !names.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(request::removeHeaders);
    }
}
