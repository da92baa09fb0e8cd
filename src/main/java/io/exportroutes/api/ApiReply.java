package io.exportroutes.api;

import io.exportroutes.value.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The reply to one call, as far as its outcome depends on it.
 *
 * @param call the call, as a user would name it: {@code list-exports of crm}, {@code download of exp_1}
 * @param download whether it is the reply to a download
 * @param retryAfter the header as received, or null
 * @param body the text, at most as much of it as an envelope can have
 */
public record ApiReply(
        String call, boolean download, int status, @Nullable String retryAfter, String body) {

    /** The reply to a JSON call; the token is taken out of the body, where a server echoes it. */
    public static ApiReply toCall(String call, int status, @Nullable String retryAfter, String body, Secret token) {
        return new ApiReply(call, false, status, retryAfter, without(token, body));
    }

    /** The reply to a download that brought no artifact; the token is taken out of the body as well. */
    public static ApiReply toDownload(String call, int status, @Nullable String retryAfter, String body, Secret token) {
        return new ApiReply(call, true, status, retryAfter, without(token, body));
    }

    private static String without(Secret token, String body) {
        return token.reveal().isEmpty() ? body : body.replace(token.reveal(), "xxxxxx");
    }

    boolean successful() {
        return status >= 200 && status < 300;
    }
}
