package io.exportroutes.api.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exportroutes.config.ApiConfig;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.testing.FullBacklog;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A download from a server that neither takes nor refuses the connection. */
class DownloaderConnectTest {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    @Test
    void itEndsAtTheConnectTimeoutAndMayBeTriedAgain() throws Exception {
        try (FullBacklog silent = FullBacklog.open();
                Downloader downloader = DownloaderTest.open(config(URI.create("http://127.0.0.1:" + silent.port())))) {
            DownloadCall call = new DownloadCall("crm", "exp_1", "job", "run", null);
            long begun = System.nanoTime();
            TransientFailure failure = catchThrowableOfType(
                    TransientFailure.class, () -> downloader.fetch(call, new MemoryTarget(), () -> {}));
            Duration took = Duration.ofNanos(System.nanoTime() - begun);

            assertThat(failure.code()).isEqualTo("timeout");
            assertThat(failure).hasMessageContaining("127.0.0.1:" + silent.port());
            // All other limits are a minute at least, and the operating system itself goes on for two.
            assertThat(took).isBetween(CONNECT_TIMEOUT, Duration.ofSeconds(50));
        }
    }

    private static ApiConfig config(URI url) {
        ApiConfig config = DownloaderTest.config(url);
        Duration others = Duration.ofMinutes(5);
        return new ApiConfig(
                config.baseUrl(),
                config.token(),
                new ApiConfig.Timeouts(CONNECT_TIMEOUT, others, others),
                config.pollInterval(),
                config.maxConcurrent());
    }
}
