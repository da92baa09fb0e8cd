package io.exportroutes.api.download;

import io.exportroutes.api.ApiGate;
import io.exportroutes.config.ApiConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;

/**
 * Fetches the bytes of artifacts: streamed into a {@link DownloadTarget}, never whole in memory, and never joined from two
 * versions. One pooled client for all of them; safe for several threads.
 *
 * <p>It resumes a partial download only if the bytes have a strong validator and the server answers 206 for the
 * same version, from the same byte, of the same total; in every other case the download starts again.
 *
 * <p>Redirects, at most five, are followed by hand. The token and the operation headers go to the origin (scheme, host and
 * port) of the base URL and to no other, and once a redirect has led away from it they are not sent again, not even back
 * there. A redirect to a weaker scheme than the base URL's, or with a name and password in it, is refused.
 */
public final class Downloader implements AutoCloseable {
    private final ApiConfig api;
    private final Clock clock;
    private final ApiGate gate;
    private final CloseableHttpClient client;
    private final ConcurrentMap<String, Download> running = new ConcurrentHashMap<>();

    /** @param gate the gate of all calls to this API */
    public Downloader(ApiConfig api, Clock clock, ApiGate gate) {
        this.api = api;
        this.clock = clock;
        this.gate = gate;
        this.client = DownloadClient.create(api);
    }

    /**
     * One attempt; when it returns, the target has all bytes that were promised. After a failure the target keeps what
     * arrived, for the next attempt.
     *
     * @param whileWaiting called repeatedly while the gate is closed; ends the attempt by throwing
     * @throws ExportFailure as {@link io.exportroutes.api.ApiErrors} says for a reply that is no artifact; transient {@code
     *     connection_refused}, {@code connection_lost}, {@code unknown_host}, {@code stalled}, {@code download_truncated},
     *     {@code download_too_long}, {@code download_size_differs}, {@code download_cancelled}; permanent {@code
     *     certificate_untrusted}, {@code origin_refused}, {@code unexpected_encoding}, {@code invalid_parameter}; or the
     *     target's own
     */
    public void fetch(DownloadCall call, DownloadTarget target, Runnable whileWaiting) {
        Download download = new Download(api, clock, client, call, target);
        if (running.putIfAbsent(call.exportId(), download) != null) {
            throw new TransientFailure(
                    FailureCode.DOWNLOAD_RUNNING,
                    "Export %s is being downloaded already".formatted(call.exportId()),
                    "It is retried after the download that is running.");
        }
        Runnable check = () -> {
            download.checkCancelled();
            whileWaiting.run();
        };
        try (ApiGate.Passage passage = gate.download(download.name(), check)) {
            download.run(passage);
        } catch (IOException refusedByTarget) {
            throw asFailure(call, refusedByTarget);
        } finally {
            running.remove(call.exportId(), download);
        }
    }

    /**
     * Ends the export's download, where one runs, at once: its connection is closed, nothing is drained, and its {@link
     * #fetch} fails with {@code download_cancelled}. An interrupt of the fetching thread does the same with the next byte.
     */
    public void cancel(String exportId) {
        Download download = running.get(exportId);
        if (download != null) {
            download.cancel();
        }
    }

    /** Ends all downloads and closes their connections. */
    @Override
    public void close() {
        running.values().forEach(Download::cancel);
        client.close(CloseMode.IMMEDIATE);
    }

    private static ExportFailure asFailure(DownloadCall call, IOException refusedByTarget) {
        ExportFailure known = ExportFailure.in(refusedByTarget);
        return known != null
                ? known
                : new TransientFailure(
                        FailureCode.IO_ERROR,
                        "The bytes of export %s cannot be kept: %s"
                                .formatted(call.exportId(), refusedByTarget.getMessage()),
                        "Check the free space and the permissions of the state folder.",
                        refusedByTarget);
    }
}
