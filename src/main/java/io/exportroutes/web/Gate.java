package io.exportroutes.web;

import io.exportroutes.account.Role;
import io.exportroutes.config.WebConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Subnet;
import io.exportroutes.web.Visitor.Via;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The door before everything that the server has: no handler behind it is reached by a call that it did not let pass, whatever the path
 * looks like.
 */
final class Gate implements Handler<RoutingContext> {
    /** They say no more than whether the service is well: who watches over containers cannot log in. */
    private static final Set<String> HEALTH =
            Set.of("/observe/health", "/observe/health/live", "/observe/health/ready");

    private static final String OBSERVE = "/observe/";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final WebConfig config;
    private final WebConfig.Listen listen;
    private final Hosts hosts;
    private final Logins logins;
    private final Workers quick;
    private final Workers slow;
    private final BiConsumer<Visitor, RefusedCall> refused;
    private final Failures failures;

    /**
     * @param listen where the server listens in fact
     * @param refused is told who wanted to change something and may not, on a thread that may wait
     */
    Gate(
            Vertx vertx,
            Backend backend,
            WebConfig.Listen listen,
            BiConsumer<Visitor, RefusedCall> refused,
            Failures failures) {
        this.config = backend.config().operators().web();
        this.listen = listen;
        this.hosts = new Hosts(config, listen);
        this.logins = new Logins(config, backend.clock());
        this.quick = new Workers(vertx, "web-door", 2, 200);
        this.slow = new Workers(vertx, "web-login", 1, 20);
        this.refused = refused;
        this.failures = failures;
    }

    /** A change that was not made. */
    record RefusedCall(String path, PermanentFailure why) {}

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.path() == null || !Paths.isPlain(request.path())) {
            refuse(context, Refusals.strangePath());
        } else if (HEALTH.contains(request.path()) && READING.contains(request.method())) {
            context.next();
        } else if (!hosts.isAllowed(request.getHeader("Host"))) {
            refuse(context, Refusals.host(request.getHeader("Host")));
        } else if (!config.hasLogin()) {
            withoutLogin(context);
        } else {
            request.pause();
            identify(context)
                    .onSuccess(visitor -> enter(context, visitor))
                    .onFailure(thrown -> refuse(context, thrown));
        }
    }

    /** On loopback whoever reaches it is an operator; from elsewhere only health and metrics are reached, as ever. */
    private void withoutLogin(RoutingContext context) {
        if (listen.isLoopback()) {
            enter(
                    context,
                    new Visitor(
                            Visitor.LOCAL_NAME,
                            Role.OPERATOR,
                            Via.LOCAL,
                            remote(context).getHostAddress()));
        } else if (context.request().path().startsWith(OBSERVE)) {
            context.next();
        } else {
            refuse(context, Refusals.noLoginConfigured());
        }
    }

    private Future<Visitor> identify(RoutingContext context) {
        Credentials credentials = Credentials.of(
                remote(context), context.request().headers(), config.proxies().userHeader());
        boolean open = listen.isLoopback() && context.request().path().startsWith(OBSERVE);
        if (open && credentials.authorization() == null) {
            return Future.succeededFuture(new Visitor(Visitor.LOCAL_NAME, Role.VIEWER, Via.LOCAL, ""));
        }
        return quick.run(() -> logins.known(credentials))
                .compose(known -> known.isPresent()
                        ? Future.succeededFuture(known.get())
                        : slow.run(() -> logins.check(credentials)));
    }

    private void enter(RoutingContext context, Visitor visitor) {
        HttpServerRequest request = context.request();
        Call.welcome(context, visitor);
        if (READING.contains(request.method())) {
            pass(context);
            return;
        }
        PermanentFailure why = whyNot(request, visitor);
        if (why == null) {
            pass(context);
            return;
        }
        quick.run(() -> {
                    refused.accept(visitor, new RefusedCall(request.path(), why));
                    return true;
                })
                .onComplete(written -> refuse(context, why));
    }

    private @Nullable PermanentFailure whyNot(HttpServerRequest request, Visitor visitor) {
        if (!request.method().equals(HttpMethod.POST)) {
            return Refusals.method();
        }
        if (!isFromHere(request, visitor)) {
            return Refusals.crossSite();
        }
        return visitor.isOperator() ? null : Refusals.viewer(visitor);
    }

    /** Browsers say which page a change comes from; what is no browser has a token, or says so itself. */
    private boolean isFromHere(HttpServerRequest request, Visitor visitor) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        if (site != null) {
            return site.equals("same-origin");
        }
        return origin == null ? visitor.via() == Via.TOKEN : hosts.isOwn(origin, request.getHeader("Host"));
    }

    private static void pass(RoutingContext context) {
        context.request().resume();
        context.next();
    }

    private void refuse(RoutingContext context, Throwable why) {
        context.request().resume();
        ExportFailure failure = ExportFailure.in(why);
        if (failure != null && failure.is(FailureCode.BAD_REQUEST)) {
            context.response().putHeader("Connection", "close");
        }
        WebRoutes.send(context, failures.answer(context, why));
    }

    private static InetAddress remote(RoutingContext context) {
        return Subnet.address(context.request().remoteAddress().hostAddress())
                .orElseGet(InetAddress::getLoopbackAddress);
    }
}
