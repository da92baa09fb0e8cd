package io.exportroutes.api.download;

import io.exportroutes.config.ApiConfig;
import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The HTTP client of the downloads: without any automatic retry, redirect, cookie or gzip. */
final class DownloadClient {
    /** More than any number of downloads at once that an operator would choose; the real bound is elsewhere. */
    private static final int CONNECTIONS = 256;

    private static final TimeValue TRUSTED_WHEN_IDLE = TimeValue.ofSeconds(1);

    private DownloadClient() {}

    static CloseableHttpClient create(ApiConfig api) {
        RequestConfig requests = RequestConfig.custom()
                .setConnectionRequestTimeout(timeout(api.timeouts().connect()))
                .setResponseTimeout(timeout(api.timeouts().stall()))
                .setContentCompressionEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .setRedirectsEnabled(false)
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections(api))
                .setDefaultRequestConfig(requests)
                .setUserAgent("export-routes")
                .useSystemProperties()
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(ApiConfig api) {
        ConnectionConfig connection = ConnectionConfig.custom()
                .setConnectTimeout(timeout(api.timeouts().connect()))
                .setSocketTimeout(timeout(api.timeouts().stall()))
                .setValidateAfterInactivity(TRUSTED_WHEN_IDLE)
                .build();
        TlsConfig tls = TlsConfig.custom()
                .setHandshakeTimeout(timeout(api.timeouts().connect()))
                .build();
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .setDefaultConnectionConfig(connection)
                .setDefaultTlsConfig(tls)
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setSoTimeout(timeout(api.timeouts().stall()))
                        .build())
                .useSystemProperties()
                .build();
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }
}
