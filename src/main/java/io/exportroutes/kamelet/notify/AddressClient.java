package io.exportroutes.kamelet.notify;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.NetworkFault;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.kamelet.WireHeaders;
import io.exportroutes.value.Secret;
import io.exportroutes.value.Visible;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts to an address. Whoever knows the address can post to it, so it stands in no endpoint URI and in no message of a failure: those
 * name its host alone. There is no retry here, no redirect and no cookie.
 */
public abstract class AddressClient implements HttpClientConfigurer {
    private static final Timeout CONNECT = Timeout.of(Duration.ofSeconds(10));
    private static final Timeout REPLY = Timeout.of(Duration.ofSeconds(30));
    private static final int LONGEST_REPLY = 200;
    private static final Set<String> SENT =
            Set.of("content-type", "webhook-id", "webhook-timestamp", "webhook-signature");

    // The setter on ConnectionConfig is newer, but the connection manager belongs to the application's component.
    @SuppressWarnings("deprecation")
    @Override
    public final void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setConnectionRequestTimeout(REPLY)
                        .setResponseTimeout(REPLY)
                        .setRedirectsEnabled(false)
                        .build())
                .addExecInterceptorFirst("export-routes-address", this::post);
    }

    /** Adds to the request what no header of the message may hold. */
    protected void complete(ClassicHttpRequest request) {}

    /** Before the call: says where to. */
    protected static void address(Message message, Secret url, String contentType) {
        message.setHeader(Exchange.HTTP_URI, url.reveal());
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.CONTENT_TYPE, contentType);
    }

    /** After the call: a failure unless what was posted was taken. */
    protected static void requireTaken(Message message, Secret url, String hint) {
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        String reply = String.valueOf(message.getBody(String.class)).strip();
        message.removeHeaders("*");
        message.setBody(null);
        if (status == null || status < 200 || status > 299) {
            throw new PermanentFailure(
                    FailureCode.NOTIFICATION_REFUSED,
                    host(url) + " answered " + status + (reply.isEmpty() ? "" : ": " + excerpt(reply, url)),
                    hint);
        }
    }

    private static String host(Secret url) {
        try {
            return String.valueOf(URI.create(url.reveal()).getHost());
        } catch (IllegalArgumentException broken) {
            return "The address";
        }
    }

    private static String excerpt(String reply, Secret url) {
        String masked = Visible.text(reply).replace(url.reveal(), "xxxxxx");
        return masked.length() <= LONGEST_REPLY ? masked : masked.substring(0, LONGEST_REPLY) + "…";
    }

    private ClassicHttpResponse post(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) {
        WireHeaders.keep(request, SENT);
        complete(request);
        try {
            return chain.proceed(request, scope);
        } catch (IOException | HttpException e) {
            throw unanswered(scope.route.getTargetHost().getHostName(), e);
        }
    }

    private static ExportFailure unanswered(String host, Exception cause) {
        FailureCode code = NetworkFault.of(cause);
        return new TransientFailure(
                code, host + " got no message through: " + code.word(), "Check the network and the address.");
    }
}
