package io.exportroutes.kamelet.api;

import io.exportroutes.api.ApiTraffic;
import io.exportroutes.api.ApiUrl;
import io.exportroutes.api.Origin;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.NetworkFault;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.kamelet.WireHeaders;
import io.exportroutes.value.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.util.TimeUtils;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;

/**
 * The client of one API Kamelet: sends the request, and reads the reply. Whatever the application set on its http
 * component, there is no retry here (Camel's redelivery owns the retries), no redirect, no compression and no cookie, and
 * a limit on each wait and on the size of the reply. The token is added as the last thing before the wire, and for the
 * base URL's origin alone, so that no message, endpoint URI or route model ever contains it.
 */
public final class ApiHttpClient implements HttpClientConfigurer {
    private static final Set<String> SENT =
            Set.of("accept", "accept-encoding", "content-type", "x-operation-key", "x-operation-run-id");

    private String baseUrl = "";
    private Secret token = new Secret("");
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration readTimeout = Duration.ofMinutes(1);
    private long maxReply = Long.MAX_VALUE;
    private boolean streaming;

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        URI base = ApiUrl.checked(baseUrl);
        if (token.reveal().isBlank()) {
            throw new PermanentFailure(
                    FailureCode.MISSING_TOKEN, "The Kamelet has no token", "Set its property token.");
        }
        client.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .setDefaultRequestConfig(requestConfig())
                .addExecInterceptorFirst("export-routes-limits", this::limited)
                .addExecInterceptorAfter(
                        ChainElement.PROTOCOL.name(),
                        "export-routes-token",
                        (request, scope, chain) -> authorized(base, request, scope, chain));
    }

    /** Makes the body the manifest of the requested export. */
    public void export(Exchange exchange) {
        new ApiReplies(token).accept(exchange, "export");
    }

    /** Makes the body one page of manifests, with total, limit and offset. */
    public void listing(Exchange exchange) {
        new ApiReplies(token).accept(exchange, null);
    }

    /** Makes the body the stream of the artifact's bytes; its reader reads it to its end or closes it. */
    public void artifact(Exchange exchange) throws IOException {
        new ApiReplies(token).artifact(exchange);
    }

    /** Ends the call: after a failure the message is again as the caller sent it. */
    public void end(Exchange exchange) {
        ApiCall.end(exchange);
    }

    // The setter on ConnectionConfig is newer, but the connection manager belongs to the application's component.
    @SuppressWarnings("deprecation")
    private RequestConfig requestConfig() {
        return RequestConfig.custom()
                .setConnectTimeout(Timeout.of(connectTimeout))
                .setConnectionRequestTimeout(Timeout.of(readTimeout))
                .setResponseTimeout(Timeout.of(readTimeout))
                .setRedirectsEnabled(false)
                .setContentCompressionEnabled(false)
                .build();
    }

    private ClassicHttpResponse authorized(URI base, ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        HttpHost target = scope.route.getTargetHost();
        if (!Origin.of(base).equals(new Origin(target.getSchemeName(), target.getHostName(), target.getPort()))) {
            throw new PermanentFailure(
                    FailureCode.ORIGIN_REFUSED,
                    "A call went to " + target + " instead of " + HttpHost.create(base)
                            + "; it was stopped before the token was sent",
                    "Find out what changes the URL of the call.");
        }
        request.setHeader("Authorization", "Bearer " + token.reveal());
        return chain.proceed(request, scope);
    }

    /** One call: its reply has to begin in time, however slowly the server drips, and is read within its limits. */
    private ClassicHttpResponse limited(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) {
        WireHeaders.keep(request, SENT);
        AtomicBoolean late = new AtomicBoolean();
        Future<?> limit = CallTimeouts.after(atMost(connectTimeout.plus(readTimeout)), () -> {
            late.set(true);
            cancel(scope);
        });
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            answered(response);
            if (response.getEntity() != null) {
                limitReply(response, scope);
            }
            return response;
        } catch (IOException | HttpException e) {
            ApiCall.current().ifPresent(call -> call.count(ApiTraffic::unanswered));
            throw unanswered(scope, late.get(), e);
        } finally {
            limit.cancel(false);
        }
    }

    private static void answered(ClassicHttpResponse response) {
        Header date = response.getFirstHeader(HttpHeaders.DATE);
        ApiCall.current()
                .ifPresent(call -> call.count(
                        traffic -> traffic.answered(response.getCode(), date == null ? null : date.getValue())));
    }

    /** A reply that is passed on as a stream is closed by its reader. */
    private void limitReply(ClassicHttpResponse response, ExecChain.Scope scope) {
        Duration inAll = streaming ? ReplyEntity.NO_LIMIT : atMost(readTimeout);
        response.setEntity(new ReplyEntity(response.getEntity(), maxReply, inAll, scope.execRuntime::discardEndpoint));
        if (!streaming) {
            ApiCall.current().ifPresent(call -> call.alarm(CallTimeouts.after(inAll, () -> cancel(scope))));
        }
    }

    /** A run's deadline ends its calls. */
    private static Duration atMost(Duration limit) {
        return ApiCall.current().map(call -> call.atMost(limit)).orElse(limit);
    }

    /** Closes the connection, at whatever it is. */
    private static void cancel(ExecChain.Scope scope) {
        if (scope.originalRequest instanceof Cancellable call) {
            call.cancel();
        }
    }

    private static ExportFailure unanswered(ExecChain.Scope scope, boolean late, Exception cause) {
        FailureCode code = late ? FailureCode.TIMEOUT : NetworkFault.of(cause);
        String message = scope.originalRequest.getMethod() + " at " + scope.route.getTargetHost() + " got no answer: "
                + (late ? "it could not begin in time" : cause.getMessage());
        return code == FailureCode.CERTIFICATE_UNTRUSTED
                ? new PermanentFailure(code, message, "Trust the certificate's issuer, or correct the base URL.", cause)
                : new TransientFailure(
                        code, message, "Check the base URL, the network and whether the API is up.", cause);
    }

    /** http or https; the token goes to this origin alone. */
    public void setBaseUrl(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /** The project API token, with or without Camel's {@code RAW(…)} around it. */
    public void setToken(String token) {
        boolean raw =
                (token.startsWith("RAW(") && token.endsWith(")")) || (token.startsWith("RAW{") && token.endsWith("}"));
        this.token = new Secret((raw ? token.substring(4, token.length() - 1) : token).strip());
    }

    /** For one connection attempt, such as {@code 10s}. */
    public void setConnectTimeout(String connectTimeout) {
        this.connectTimeout = TimeUtils.toDuration(connectTimeout);
    }

    /** For the beginning of the reply, for each wait for more of it, and, unless streaming, for the whole of it. */
    public void setReadTimeout(String readTimeout) {
        this.readTimeout = TimeUtils.toDuration(readTimeout);
    }

    /** The most bytes that a reply may have; no limit without it. */
    public void setMaxReply(long maxReply) {
        this.maxReply = maxReply;
    }

    /** Whether the reply is handed on as a stream, for as long as bytes keep coming. */
    public void setStreaming(boolean streaming) {
        this.streaming = streaming;
    }
}
