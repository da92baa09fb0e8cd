package io.exportroutes.web;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.value.Visible;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a call gets nothing, and what its caller can do. */
final class Refusals {
    private Refusals() {}

    static PermanentFailure strangePath() {
        return badRequest(
                "The path of the call can be read in more than one way",
                "Write it without //, .., and encoded separators.");
    }

    static PermanentFailure badRequest(String message, String hint) {
        return new PermanentFailure(FailureCode.BAD_REQUEST, message, hint);
    }

    static PermanentFailure noSuchPage(String path) {
        return new PermanentFailure(
                FailureCode.NO_SUCH_PAGE,
                "There is nothing at " + Visible.text(path),
                "The API's addresses are listed at /api/v1/openapi.json.");
    }

    static PermanentFailure method() {
        return badRequest("The method is none that is served there", "Read by GET, change by POST.");
    }

    static PermanentFailure host(@Nullable String host) {
        return new PermanentFailure(
                FailureCode.HOST_NOT_ALLOWED,
                "This server is not known by the name " + (host == null ? "(none)" : Visible.text(host)),
                "Add the name to web.hosts in exports.yaml, or call the server by localhost or by its IP address.");
    }

    static PermanentFailure noLoginConfigured() {
        return new PermanentFailure(
                FailureCode.LOGIN_MISSING,
                "Other machines reach this server, and nobody would have to log in: page and API are closed",
                "Add web: {users-file: config/web-users} to exports.yaml, and an account:"
                        + " export-routes web users add NAME --role operator");
    }

    static PermanentFailure notLoggedIn() {
        return new PermanentFailure(
                FailureCode.NOT_LOGGED_IN,
                "You are not logged in, or name, password or token are wrong",
                "Log in by name and password, or send a token: Authorization: Bearer TOKEN."
                        + " Accounts are made by: export-routes web users|tokens add NAME --role ROLE");
    }

    static TransientFailure throttled(Duration wait) {
        return new TransientFailure(
                FailureCode.LOGIN_THROTTLED,
                "Too many logins have failed from this address",
                "Wait, then log in with the right password.",
                null,
                wait,
                null);
    }

    static PermanentFailure crossSite() {
        return new PermanentFailure(
                FailureCode.CROSS_SITE,
                "The call changes something, and does not say that it comes from a page of this server",
                "Send the header Origin with this server's address, or use a token.");
    }

    static PermanentFailure viewer(Visitor visitor) {
        return new PermanentFailure(
                FailureCode.ROLE_MISSING,
                Visible.text(visitor.name()) + " may look and change nothing",
                "Ask an operator, or for the role: export-routes web users add NAME --role operator");
    }
}
