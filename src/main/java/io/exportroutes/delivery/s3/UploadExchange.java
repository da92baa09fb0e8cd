package io.exportroutes.delivery.s3;

import io.exportroutes.value.FileRegion;
import io.exportroutes.value.RegionStream;
import io.exportroutes.value.UnreadableRegion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestWriter;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.MessageSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** One request and its answer on a connection. The answer may come before the request was sent whole: then it ends it. */
final class UploadExchange {
    /** The content is asked again before each piece. */
    private static final long PIECE = 1 << 20;

    private static final int BUFFER = 8 * 1024;
    /** Answers to an upload are short. */
    private static final int LARGEST_ANSWER = 1 << 20;

    private final UploadConnection connection;
    private final SessionInputBufferImpl buffer = new SessionInputBufferImpl(BUFFER);
    private boolean sentWhole;
    private boolean reusable;

    UploadExchange(UploadConnection connection) {
        this.connection = connection;
    }

    /** Whether the connection is at the end of an answer, and the server keeps it open. */
    boolean isReusable() {
        return reusable;
    }

    /**
     * @param length of the body, in bytes
     * @throws IOException the body's own, or the connection's
     */
    HttpExecuteResponse run(SdkHttpRequest request, RegionStream body, long length) throws IOException {
        try {
            connection.send(ByteBuffer.wrap(head(request, length)));
            ClassicHttpResponse answer = send(body, length);
            return whole(answer == null ? finalAnswer() : answer);
        } catch (HttpException e) {
            throw new IOException("The server's answer is no HTTP: " + e.getMessage(), e);
        }
    }

    private static byte[] head(SdkHttpRequest request, long length) throws IOException, HttpException {
        String path = request.encodedPath().isEmpty() ? "/" : request.encodedPath();
        String query = request.encodedQueryParameters()
                .map(parameters -> "?" + parameters)
                .orElse("");
        BasicClassicHttpRequest plain = new BasicClassicHttpRequest("PUT", path + query);
        plain.setVersion(HttpVersion.HTTP_1_1);
        plain.setHeader(HttpHeaders.HOST, request.host() + (request.port() == 80 ? "" : ":" + request.port()));
        request.forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase(HttpHeaders.HOST)
                    && !name.equalsIgnoreCase(HttpHeaders.EXPECT)
                    && !name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
                values.forEach(value -> plain.addHeader(name, value));
            }
        });
        plain.setHeader(HttpHeaders.CONTENT_LENGTH, length);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SessionOutputBufferImpl out = new SessionOutputBufferImpl(BUFFER);
        new DefaultHttpRequestWriter().write(plain, out, bytes);
        out.flush(bytes);
        return bytes.toByteArray();
    }

    /** The answer, where it comes before the end of the body. */
    private @Nullable ClassicHttpResponse send(RegionStream body, long length) throws IOException, HttpException {
        long left = length;
        while (left > 0) {
            FileRegion region = body.readRegion(Math.min(left, PIECE));
            if (region == null) {
                throw new EOFException("The content ended " + left + " bytes early");
            }
            ClassicHttpResponse early = send(region, body);
            if (early != null) {
                return early;
            }
            left -= region.length();
        }
        sentWhole = true;
        return null;
    }

    private @Nullable ClassicHttpResponse send(FileRegion region, RegionStream body) throws IOException, HttpException {
        try {
            long sent = connection.send(region);
            while (sent < region.length()) {
                ClassicHttpResponse answer = answerMeanwhile();
                if (answer != null) {
                    return answer;
                }
                sent += connection.send(
                        new FileRegion(region.file(), region.position() + sent, region.length() - sent));
            }
            return null;
        } catch (UnreadableRegion e) {
            throw body.unreadable(e);
        } catch (ClosedChannelException e) {
            body.readRegion(1); // says why it was closed
            throw e;
        } catch (SocketException e) {
            return lastWord(e);
        }
    }

    /** A server that refuses a request may close its end at once: what it said before is still to be read. */
    private ClassicHttpResponse lastWord(SocketException broken) throws IOException {
        try {
            return finalAnswer();
        } catch (IOException | HttpException nothing) {
            throw broken;
        }
    }

    /** The answer, or null where the server only said that there is more to come, and waits for the rest of the body. */
    private @Nullable ClassicHttpResponse answerMeanwhile() throws IOException, HttpException {
        ClassicHttpResponse answer;
        do {
            answer = nextAnswer();
        } while (isInterim(answer) && buffer.hasBufferedData());
        return isInterim(answer) ? null : answer;
    }

    private ClassicHttpResponse finalAnswer() throws IOException, HttpException {
        ClassicHttpResponse answer;
        do {
            answer = nextAnswer();
        } while (isInterim(answer));
        return answer;
    }

    private ClassicHttpResponse nextAnswer() throws IOException, HttpException {
        ClassicHttpResponse answer = new DefaultHttpResponseParser().parse(buffer, connection.input());
        if (answer == null) {
            throw new NoHttpResponseException("The server closed the connection without an answer");
        }
        return answer;
    }

    private static boolean isInterim(ClassicHttpResponse answer) {
        return answer.getCode() < 200;
    }

    private HttpExecuteResponse whole(ClassicHttpResponse answer) throws IOException, HttpException {
        SdkHttpResponse.Builder response =
                SdkHttpResponse.builder().statusCode(answer.getCode()).statusText(answer.getReasonPhrase());
        for (Header header : answer.getHeaders()) {
            response.appendHeader(header.getName(), header.getValue());
        }
        reusable = sentWhole && staysOpen(answer);
        byte[] body = body(answer);
        reusable &= !buffer.hasBufferedData(); // what came too much would pass for the next answer
        return HttpExecuteResponse.builder()
                .response(response.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                .build();
    }

    private static boolean staysOpen(ClassicHttpResponse answer) {
        List<String> tokens = new ArrayList<>();
        MessageSupport.parseTokens(answer, HttpHeaders.CONNECTION, tokens::add);
        return tokens.stream().noneMatch("close"::equalsIgnoreCase)
                && answer.getVersion() != null
                && answer.getVersion().greaterEquals(HttpVersion.HTTP_1_1);
    }

    private byte[] body(ClassicHttpResponse answer) throws IOException, ProtocolException {
        if (answer.getCode() == 204 || answer.getCode() == 304) {
            return new byte[0];
        }
        InputStream stream = framed(answer);
        byte[] body = stream.readNBytes(LARGEST_ANSWER);
        if (stream.read() >= 0) {
            throw new IOException("The server's answer has more than " + LARGEST_ANSWER + " bytes");
        }
        return body;
    }

    private InputStream framed(ClassicHttpResponse answer) throws ProtocolException {
        if (answer.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
            return new ChunkedInputStream(buffer, connection.input());
        }
        Header length = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            reusable = false; // it ends with the connection
            return new IdentityInputStream(buffer, connection.input());
        }
        return new ContentLengthInputStream(buffer, connection.input(), Long.parseLong(length.getValue()));
    }
}
