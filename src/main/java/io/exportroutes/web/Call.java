package io.exportroutes.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.AuditEntry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call, after the door: who calls, and with which parameters. */
public final class Call {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String VISITOR = "export-routes.visitor";

    private final RoutingContext context;

    Call(RoutingContext context) {
        this.context = context;
    }

    static void welcome(RoutingContext context, Visitor visitor) {
        context.put(VISITOR, visitor);
    }

    /** Who calls. */
    public Visitor visitor() {
        Visitor visitor = context.get(VISITOR);
        if (visitor == null) {
            throw Refusals.notLoggedIn(); // nothing of ours is behind an open door
        }
        return visitor;
    }

    /** A parameter of the path, decoded. */
    public String parameter(String name) {
        String value = context.pathParam(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is no parameter of the path");
        }
        return value;
    }

    /** A parameter of the query, decoded; empty where it is not there or blank. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(context.request().getParam(name)).filter(value -> !value.isBlank());
    }

    /** Where {@code after} of the query names nothing that a list could go on behind. */
    public PermanentFailure unknownAfter() {
        return Refusals.badRequest("What after names is not in the list any more", "Begin without after.");
    }

    /** A day of the query; null where it is not there or blank. */
    public @Nullable LocalDate day(String name) {
        String text = query(name).orElse(null);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException broken) {
            throw badDay(name);
        }
    }

    /** Where a day of the query is none, or comes too late. */
    public PermanentFailure badDay(String name) {
        return Refusals.badRequest(name + " is no day that fits", "Write ?from=2026-10-01&to=2026-12-31.");
    }

    /** A number of the query within bounds. */
    public int number(String name, int otherwise, int least, int most) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.get().matches("\\d{1,9}")
                || Integer.parseInt(text.get()) < least
                || Integer.parseInt(text.get()) > most) {
            throw Refusals.badRequest(
                    name + " is no number from " + least + " to " + most, "Write ?" + name + "=" + otherwise + ".");
        }
        return Integer.parseInt(text.get());
    }

    /** A field of the body, a form or a JSON object; empty where it is not there or blank. */
    public Optional<String> field(String name) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        boolean json = type != null && type.startsWith("application/json");
        return (json ? json(name) : Optional.ofNullable(context.request().getFormAttribute(name)))
                .filter(value -> !value.isBlank());
    }

    private Optional<String> json(String name) {
        String body = context.body().asString();
        if (body == null || body.isBlank()) {
            return Optional.empty();
        }
        try {
            JsonNode value = MAPPER.readTree(body).path(name);
            return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
        } catch (JsonProcessingException broken) {
            throw Refusals.badRequest("The body is no JSON", "Send a JSON object, or a form.");
        }
    }

    /** The page of this server that a form without scripts was on, and that leads on from there. */
    public Optional<String> back() {
        return wantsHtml()
                ? Optional.ofNullable(context.request().getFormAttribute("back"))
                        .filter(path -> path.matches("/[\\w./@~%-]*(?:\\?[\\w.@~%=&-]*)?") && !path.startsWith("//"))
                : Optional.empty();
    }

    /** What it was to do to what, if it is a change. */
    public Optional<AuditEntry.Act> act() {
        return Paths.act(context.request().path());
    }

    /** Whether it is to change a job, or else a dead letter. */
    public boolean isAboutJob() {
        return context.request().path().startsWith("/api/v1/jobs/");
    }

    /** Whether it is known who calls. */
    boolean isLetIn() {
        return context.get(VISITOR) != null;
    }

    /** Whether a browser asks for a page: a form that was sent without any script. */
    public boolean wantsHtml() {
        String accepted = context.request().getHeader(HttpHeaders.ACCEPT);
        return accepted != null && accepted.startsWith("text/html");
    }

    /** Whether failures are answered for programs. */
    static boolean wantsJson(RoutingContext context) {
        return context.request().path() != null
                && context.request().path().startsWith("/api/")
                && !new Call(context).wantsHtml();
    }
}
