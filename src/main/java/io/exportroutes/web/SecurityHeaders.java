package io.exportroutes.web;

import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/** What each answer tells browsers: to run and load nothing that this server did not send, and to show it in no frame of others. */
final class SecurityHeaders {
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            // Without any referrer, browsers send the origin of forms as null
            "Referrer-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Cache-Control",
            "no-store");

    private SecurityHeaders() {}

    static void addTo(HttpServerResponse response) {
        response.headers().setAll(HEADERS);
    }
}
