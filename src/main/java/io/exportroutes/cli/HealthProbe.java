package io.exportroutes.cli;

import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Exits with 0 if the service on this machine reports that it is up: for a container's health check, which has no curl. The
 * port is the first argument, or 8080.
 */
public final class HealthProbe {
    private static final int PATIENCE_MILLIS = 4000;

    private HealthProbe() {}

    public static void main(String[] args) throws Exception {
        String port = args.length > 0 ? args[0] : "8080";
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/observe/health")
                .toURL()
                .openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        System.exit(connection.getResponseCode() == HttpURLConnection.HTTP_OK ? 0 : 1);
    }
}
