package io.exportroutes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.api.download.DownloadCall;
import io.exportroutes.api.download.Downloader;
import io.exportroutes.api.download.DownloaderTest;
import io.exportroutes.api.download.MemoryTarget;
import io.exportroutes.api.download.RawServer;
import io.exportroutes.config.ApiConfig;
import io.exportroutes.config.RetryConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.testing.Background;
import io.exportroutes.testing.SteppedClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiGateTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final RetryConfig RETRY = new RetryConfig(5, SECOND.multipliedBy(2), 2, SECOND.multipliedBy(10));
    private static final Runnable GO_ON = () -> {};

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicInteger waits = new AtomicInteger();
    private final ApiGate gate = gate(URI.create("http://127.0.0.1"), 4, 4);

    @Test
    void noCallOfAnyKindIsMadeBeforeTheTimeThatOneWasTold() {
        refuse(gate.call("list", GO_ON), 429, SECOND.multipliedBy(30));
        List<CompletableFuture<?>> calls = List.of(
                going(() -> gate.call("create", GO_ON)), going(() -> gate.download("download of exp_1", GO_ON)));
        clock.step(Duration.ofMillis(29_999));
        int before = waits.get();
        Awaitility.await()
                .failFast("a call was made", () -> calls.stream().anyMatch(CompletableFuture::isDone))
                .until(() -> waits.get() > before + 4);
        assertThat(gate.waiting()).isEqualTo(2);
        assertThat(calls).noneMatch(CompletableFuture::isDone);
        clock.step(Duration.ofMillis(1));
        calls.forEach(CompletableFuture::join);
    }

    @Test
    void aDownloadDoesNotReachTheServerBeforeThat() throws Exception {
        try (RawServer server = new RawServer((number, request, out) -> {
                    RawServer.head(out, "HTTP/1.1 200 OK", "Content-Length: 1");
                    RawServer.write(out, "x");
                });
                Downloader downloader = new Downloader(config(server.url(), 4), clock, gate(server.url(), 4, 4))) {
            ApiGate shared = gate(server.url(), 4, 4);
            try (Downloader polite = new Downloader(config(server.url(), 4), clock, shared)) {
                refuse(shared.call("list", GO_ON), 429, SECOND);
                CompletableFuture<?> fetching =
                        Background.run(() -> polite.fetch(call("exp_1"), new MemoryTarget(), () -> {}));
                downloader.fetch(
                        call("exp_2"), new MemoryTarget(), () -> {}); // another gate: the server would have answered
                assertThat(server.requests()).hasSize(1);
                assertThat(fetching).isNotDone();
                clock.step(SECOND);
                fetching.join();
                assertThat(server.requests()).hasSize(2);
            }
        }
    }

    @Test
    void requestsAreCountedByTheirAnswersAndTheClockIsComparedWithTheirs() throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.instant().minusSeconds(90).atZone(ZoneOffset.UTC));
        try (RawServer server = new RawServer((number, request, out) -> {
            if (number == 1) {
                RawServer.head(out, "HTTP/1.1 500 Oh", "Content-Length: 0", "Date: " + date);
            }
        })) {
            ApiGate gate = gate(server.url(), 4, 4);
            assertThat(gate.traffic().skew()).isEmpty();
            try (Downloader downloader = new Downloader(config(server.url(), 4), clock, gate)) {
                assertThatThrownBy(() -> downloader.fetch(call("exp_1"), new MemoryTarget(), GO_ON));
                assertThatThrownBy(() -> downloader.fetch(call("exp_1"), new MemoryTarget(), GO_ON));
            }
            assertThat(Arrays.stream(ApiTraffic.Status.values())
                            .map(status -> status.word() + "=" + gate.traffic().requests(status)))
                    .containsExactly("2xx=0", "3xx=0", "4xx=0", "5xx=1", "none=1");
            assertThat(gate.traffic().skew().orElseThrow()).isBetween(Duration.ofSeconds(88), Duration.ofSeconds(91));
        }
    }

    @Test
    void aDownloadThatIsToldSoClosesTheGateForAll() throws Exception {
        try (RawServer server = new RawServer((number, request, out) ->
                RawServer.head(out, "HTTP/1.1 429 Too Many", "Retry-After: 17", "Content-Length: 0"))) {
            ApiGate shared = gate(server.url(), 4, 4);
            try (Downloader downloader = new Downloader(config(server.url(), 4), clock, shared)) {
                assertThatThrownBy(() -> downloader.fetch(call("exp_1"), new MemoryTarget(), () -> {}))
                        .isInstanceOf(TransientFailure.class)
                        .hasFieldOrPropertyWithValue("code", "http_429");
            }
            assertThat(shared.opensAt()).isEqualTo(clock.instant().plusSeconds(17));
        }
    }

    @Test
    void withoutATimeTheWaitIsThatOfTheRetriesAndGrowsUntilAnAnswer() {
        for (int seconds : new int[] {2, 4, 8, 10, 10}) {
            refuse(gate.call("list", GO_ON), 429, null);
            assertThat(gate.opensAt()).isEqualTo(clock.instant().plusSeconds(seconds));
            clock.set(gate.opensAt());
        }
        gate.call("list", GO_ON).close();
        refuse(gate.call("list", GO_ON), 429, null);
        assertThat(gate.opensAt()).isEqualTo(clock.instant().plusSeconds(2));
    }

    @Test
    void noServerKeepsUsAwayForLongerThanTenOfOurLongestDelays() {
        refuse(gate.call("list", GO_ON), 429, Duration.ofDays(365));
        assertThat(gate.opensAt()).isEqualTo(clock.instant().plusSeconds(100));
    }

    @Test
    void aCallThatWasUnderWayWhenAnotherWasRefusedIsNotToBlame() {
        ApiGate.Passage first = gate.call("list", GO_ON);
        ApiGate.Passage second = gate.call("create", GO_ON);
        assertThat(refuse(first, 429, SECOND).code()).isEqualTo("http_429");
        ExportFailure slowed = refuse(second, 429, SECOND.multipliedBy(3));
        assertThat(slowed.code()).isEqualTo("slowed_down");
        assertThat(((TransientFailure) slowed).retryAfter()).isEqualTo(SECOND.multipliedBy(3));
        assertThat(gate.opensAt()).isEqualTo(clock.instant().plusSeconds(3));
    }

    @Test
    void otherRefusalsConcernTheirOwnCallAlone() {
        refuse(gate.call("list", GO_ON), 500, null);
        refuse(gate.call("list", GO_ON), 503, null);
        refuse(gate.call("list", GO_ON), 408, SECOND);
        assertThat(gate.opensAt()).isBefore(clock.instant());
        refuse(gate.call("list", GO_ON), 503, SECOND);
        assertThat(gate.opensAt()).isEqualTo(clock.instant().plusSeconds(1));
    }

    @Test
    void onlySoManyCallsAreUnderWayAndDownloadsLeaveAPlaceToTheOthers() {
        ApiGate narrow = gate(URI.create("http://127.0.0.1"), 3, 4);
        List<ApiGate.Passage> downloads =
                Stream.of("a", "b").map(name -> narrow.download(name, GO_ON)).toList();
        CompletableFuture<?> third = going(() -> narrow.download("c", GO_ON));
        ApiGate.Passage json = narrow.call("list", GO_ON);
        CompletableFuture<?> fourth = going(() -> narrow.call("create", GO_ON));
        Awaitility.await()
                .failFast("one too many is under way", () -> third.isDone() || fourth.isDone())
                .until(() -> waits.get() > 4);
        assertThat(third).isNotDone();
        assertThat(fourth).isNotDone();
        json.close();
        fourth.join();
        assertThat(third).isNotDone();
        downloads.get(0).close();
        third.join();
    }

    @Test
    void whoHasNoReasonToWaitAnyLongerGoesAndLeavesNoPlaceTaken() {
        refuse(gate.call("list", GO_ON), 429, SECOND);
        for (int call = 0; call < 10; call++) {
            assertThatThrownBy(() -> gate.download("d", () -> {
                        throw new IllegalStateException("over");
                    }))
                    .hasMessage("over");
        }
        clock.step(SECOND);
        gate.download("d", GO_ON).close();
    }

    /** Calls made aside leave as soon as they may go. */
    private static CompletableFuture<?> going(Supplier<ApiGate.Passage> entry) {
        return Background.run(() -> entry.get().close());
    }

    private static ExportFailure refuse(ApiGate.Passage passage, int status, @Nullable Duration after) {
        ExportFailure judged = passage.judged(
                status, new TransientFailure(ForeignCode.http(status), "no", "later", null, after, null));
        passage.close();
        return judged;
    }

    private ApiGate gate(URI url, int calls, int downloads) {
        return new ApiGate(config(url, calls), downloads, RETRY, new ApiTraffic(clock), (wait, what) -> {
            waits.incrementAndGet();
            LockSupport.parkNanos(Math.min(wait.toNanos(), 1_000_000));
        });
    }

    private static ApiConfig config(URI url, int calls) {
        ApiConfig config = DownloaderTest.config(url);
        return new ApiConfig(config.baseUrl(), config.token(), config.timeouts(), config.pollInterval(), calls);
    }

    private static DownloadCall call(String id) {
        return new DownloadCall("crm", id, "job", "run", null);
    }
}
