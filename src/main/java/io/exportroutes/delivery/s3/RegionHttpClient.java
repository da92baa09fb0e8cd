package io.exportroutes.delivery.s3;

import io.exportroutes.value.RegionStream;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Sends the body of an upload straight from its file where the bytes go as they are: over plain HTTP, neither signed nor
 * framed in chunks. Everything else, and everything behind a proxy, is sent by the SDK's own client. It sends no
 * {@code Expect}: a refusal is read while the body is still being sent, and ends it.
 */
final class RegionHttpClient implements SdkHttpClient {
    private static final ThreadLocal<RegionStream> BODY = new ThreadLocal<>();

    private final SdkHttpClient client;
    private final UploadConnections connections;

    /** @param client closed with this one */
    RegionHttpClient(SdkHttpClient client, UploadConnections connections) {
        this.client = client;
        this.connections = connections;
    }

    /** Makes a request of this thread whose body is these bytes; code that has to see them reads them as a stream. */
    static <T> T sending(RegionStream body, Supplier<T> request) {
        BODY.set(body);
        try {
            return request.get();
        } finally {
            BODY.remove();
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest execute) {
        RegionStream body = BODY.get();
        SdkHttpRequest request = execute.httpRequest();
        Optional<Long> length = request.firstMatchingHeader("Content-Length").map(Long::valueOf);
        if (body == null || length.isEmpty() || !goesAsItIs(request) || isProxied()) {
            return client.prepareRequest(execute);
        }
        return new Upload(request, body, length.get());
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        connections.close();
        client.close();
    }

    private static boolean goesAsItIs(SdkHttpRequest request) {
        return request.method() == SdkHttpMethod.PUT
                && request.protocol().equals("http")
                && request.firstMatchingHeader("x-amz-content-sha256")
                        .filter("UNSIGNED-PAYLOAD"::equals)
                        .isPresent()
                && request.firstMatchingHeader("Content-Encoding").isEmpty();
    }

    /** Whether the SDK's client would use a proxy for plain HTTP, by the same settings. */
    private static boolean isProxied() {
        return System.getProperty("http.proxyHost") != null
                || System.getenv("http_proxy") != null
                || System.getenv("HTTP_PROXY") != null;
    }

    private final class Upload implements ExecutableHttpRequest {
        private final SdkHttpRequest request;
        private final RegionStream body;
        private final long length;
        private volatile @Nullable UploadConnection open;

        Upload(SdkHttpRequest request, RegionStream body, long length) {
            this.request = request;
            this.body = body;
            this.length = length;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            UploadConnection connection = connections.take(request.host(), request.port());
            open = connection;
            try {
                UploadExchange exchange = new UploadExchange(connection);
                HttpExecuteResponse answer = exchange.run(request, body, length);
                if (exchange.isReusable()) {
                    connections.keep(connection);
                } else {
                    connection.close();
                }
                return answer;
            } catch (IOException | RuntimeException e) {
                connection.close();
                throw e;
            }
        }

        @Override
        public void abort() {
            UploadConnection connection = open;
            if (connection != null) {
                connection.close();
            }
        }
    }
}
