package io.exportroutes.api.download;

import io.exportroutes.api.ApiErrors;
import io.exportroutes.api.ApiGate;
import io.exportroutes.api.ApiReply;
import io.exportroutes.api.ApiText;
import io.exportroutes.api.ApiTraffic;
import io.exportroutes.api.ApiUrl;
import io.exportroutes.api.Origin;
import io.exportroutes.config.ApiConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.jspecify.annotations.Nullable;

/** One attempt at one artifact: asks, follows redirects, and decides whether the reply resumes or starts again. */
final class Download {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 5;

    private final ApiConfig api;
    private final Clock clock;
    private final CloseableHttpClient client;
    private final DownloadCall call;
    private final DownloadTarget target;
    private final String name;
    private volatile boolean cancelled;
    private volatile @Nullable HttpGet request;
    private ApiGate.@Nullable Passage passage;

    Download(ApiConfig api, Clock clock, CloseableHttpClient client, DownloadCall call, DownloadTarget target) {
        this.api = api;
        this.clock = clock;
        this.client = client;
        this.call = call;
        this.target = target;
        this.name = "download of " + ApiText.shown(call.exportId());
    }

    /** @throws IOException the target's own */
    void run(ApiGate.Passage through) throws IOException {
        passage = through;
        String validator = target.validator();
        if (target.received() > 0 && validator != null && goneOn(target.received(), validator)) {
            return;
        }
        try (DownloadReply reply = ask(null, null)) {
            receiveWhole(reply);
        }
    }

    void cancel() {
        cancelled = true;
        HttpGet current = request;
        if (current != null) {
            current.cancel();
        }
    }

    void checkCancelled() {
        if (isCancelled()) {
            throw DownloadFailures.cancelled(name);
        }
    }

    boolean isCancelled() {
        return cancelled || Thread.currentThread().isInterrupted();
    }

    /** Whether the artifact is complete now; false if it must be asked for again from its start. */
    private boolean goneOn(long received, String validator) throws IOException {
        try (DownloadReply reply = ask("bytes=" + received + "-", validator)) {
            if (reply.status() == 206) {
                return receiveRest(reply, received, validator);
            }
            if (reply.status() == 416) {
                return false;
            }
            receiveWhole(reply);
            return true;
        }
    }

    private boolean receiveRest(DownloadReply reply, long received, String validator) throws IOException {
        ContentRange range = ContentRange.parse(reply.header("Content-Range"));
        if (range == null || !range.continuesAt(received) || !reply.confirms(validator)) {
            return false;
        }
        if (reply.length() >= 0 && reply.length() != range.total() - received) {
            return false;
        }
        refuseEncoding(reply);
        DownloadBody body = body(reply);
        long promised = body.promise(range.total());
        if (target.received() != received) {
            return false; // the total is another one than before: so is the artifact
        }
        body.receive(received, promised);
        return true;
    }

    private void receiveWhole(DownloadReply reply) throws IOException {
        if (reply.status() != 200) {
            throw failure(reply, reply.text(api.timeouts().read()));
        }
        refuseEncoding(reply);
        DownloadBody body = body(reply);
        String envelope = body.peek();
        if (envelope != null) {
            throw failure(reply, envelope);
        }
        if (target.received() > 0) {
            target.restart(); // only now that other bytes are here: an error reply leaves the old ones
        }
        target.remember(reply.strongValidator());
        body.receive(0, body.promise(reply.length()));
    }

    private DownloadBody body(DownloadReply reply) {
        return new DownloadBody(this, reply, call, target, api.timeouts().stall());
    }

    private ExportFailure failure(DownloadReply reply, String text) {
        ExportFailure failure = ApiErrors.failure(
                ApiReply.toDownload(name, reply.status(), reply.header("Retry-After"), text, api.token()),
                clock.instant());
        return passage == null ? failure : passage.judged(reply.status(), failure);
    }

    private void refuseEncoding(DownloadReply reply) {
        String encoding = reply.header("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new PermanentFailure(
                    FailureCode.UNEXPECTED_ENCODING,
                    "The %s came as %s, which was not requested".formatted(name, ApiText.shown(encoding)),
                    "Switch compression off for downloads at the API or at the proxy before it.");
        }
    }

    private DownloadReply ask(@Nullable String range, @Nullable String validator) {
        Origin home = Origin.of(api.baseUrl());
        URI address = address();
        boolean atHome = true;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            DownloadReply reply = send(request(address, atHome, range, validator), Origin.of(address), atHome);
            if (!REDIRECTS.contains(reply.status())) {
                return reply;
            }
            reply.close();
            address = home.follow(address, reply.header("Location"));
            atHome = atHome && Origin.of(address).equals(home);
        }
        throw new PermanentFailure(
                FailureCode.ORIGIN_REFUSED,
                "The %s was redirected more than %d times".formatted(name, MOST_REDIRECTS),
                "Check api.base-url.");
    }

    private URI address() {
        return URI.create(ApiUrl.at(api.baseUrl().toString())
                .path(
                        "/projects/{project}/export/download/{exportId}",
                        name -> name.equals("project") ? call.project() : call.exportId())
                .toString());
    }

    private HttpGet request(URI address, boolean atHome, @Nullable String range, @Nullable String validator) {
        HttpGet get = new HttpGet(address);
        get.setHeader("Accept-Encoding", "identity");
        if (atHome) {
            get.setHeader("Authorization", "Bearer " + api.token().reveal());
            get.setHeader("X-Operation-Key", call.operationKey());
            get.setHeader("X-Operation-Run-Id", call.operationRunId());
        }
        if (range != null && validator != null) {
            get.setHeader("Range", range);
            get.setHeader("If-Range", validator);
        }
        return get;
    }

    private DownloadReply send(HttpGet get, Origin origin, boolean atHome) {
        request = get;
        if (passage != null) {
            passage.await();
        }
        checkCancelled();
        try {
            DownloadReply reply = new DownloadReply(get, client.executeOpen(null, get, null));
            count(atHome, traffic -> traffic.answered(reply.status(), reply.header("Date")));
            return reply;
        } catch (IOException thrown) {
            count(atHome, ApiTraffic::unanswered);
            if (isCancelled()) {
                throw DownloadFailures.cancelled(name);
            }
            throw DownloadFailures.beforeReply(name, origin, api.timeouts().stall(), thrown);
        }
    }

    /** Where a redirect led to another server, that one is not the API. */
    private void count(boolean atHome, Consumer<ApiTraffic> request) {
        if (atHome && passage != null) {
            request.accept(passage.traffic());
        }
    }

    String name() {
        return name;
    }
}
