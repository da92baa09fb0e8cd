package io.exportroutes.lab.sandbox;

import static io.exportroutes.lab.sandbox.Operation.CREATE;
import static io.exportroutes.lab.sandbox.Operation.DOWNLOAD;
import static io.exportroutes.lab.sandbox.Operation.LIST;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ways in which the sandbox can misbehave. Each constant says what its argument means. */
public enum FaultKind {
    /** HTTP status N (500) with an error envelope. */
    STATUS(Stage.INSTEAD, Argument.STATUS, CREATE, LIST, DOWNLOAD),
    /** HTTP status N (502) with an HTML page instead of an envelope. */
    HTML(Stage.INSTEAD, Argument.STATUS, CREATE, LIST, DOWNLOAD),
    /** Status 429 (or {@code :STATUS}) with Retry-After in SECONDS (1). */
    RETRY_AFTER(Stage.INSTEAD, Argument.DELAY, CREATE, LIST, DOWNLOAD),
    /** Status 429 (or {@code :STATUS}) with Retry-After as a date SECONDS (1) ahead of the sandbox's clock. */
    RETRY_AFTER_DATE(Stage.INSTEAD, Argument.DELAY, CREATE, LIST, DOWNLOAD),
    /** HTTP 200 with {@code ok: false} and error code CODE (internal_error). */
    NOT_OK(Stage.INSTEAD, Argument.TEXT, CREATE, LIST, DOWNLOAD),
    /** The connection is dropped before any work is done. */
    DROP(Stage.INSTEAD, Argument.NONE, CREATE, LIST, DOWNLOAD),
    /** The work is done, then the connection is dropped without a reply. */
    LOST_REPLY(Stage.INSTEAD, Argument.NONE, CREATE, LIST, DOWNLOAD),
    /** The request is taken and never answered. */
    NEVER_ANSWER(Stage.INSTEAD, Argument.NONE, CREATE, LIST, DOWNLOAD),
    /** The head of the reply comes, and the beginning of its body; then nothing more, and the connection stays open. */
    STALL_REPLY(Stage.INSTEAD, Argument.NONE, CREATE, LIST),
    /** Status 302 to URL (another origin). */
    REDIRECT(Stage.INSTEAD, Argument.TEXT, CREATE, LIST, DOWNLOAD),
    /** The connection is dropped after N (half) bytes of the body, whatever Content-Length promised. */
    TRUNCATE(Stage.CUT, Argument.NUMBER, DOWNLOAD),
    /** Nothing more is sent after N (half) bytes of the body, and the connection stays open. */
    STALL(Stage.CUT, Argument.NUMBER, DOWNLOAD),
    /** A request with Range is answered with 200 and the whole artifact. */
    IGNORE_RANGE(Stage.RANGE, Argument.NONE, DOWNLOAD),
    /** A request with Range is answered with 206 and a range that begins N (1) bytes too early. */
    WRONG_RANGE(Stage.RANGE, Argument.NUMBER, DOWNLOAD),
    /** The byte at offset N (the middle) of the artifact is flipped. */
    CORRUPT(Stage.SHAPE, Argument.NUMBER, DOWNLOAD),
    /** The body is sent at N (1) bytes a second. */
    DRIP(Stage.SHAPE, Argument.NUMBER, DOWNLOAD),
    /** Content-Length is N (1) more than what is sent; a negative N promises and sends less than there is. */
    WRONG_LENGTH(Stage.SHAPE, Argument.NUMBER, DOWNLOAD),
    /** The download comes without Content-Length. */
    NO_LENGTH(Stage.SHAPE, Argument.NONE, DOWNLOAD),
    /** {@code size_bytes} is N (1) more than the artifact has. */
    WRONG_SIZE(Stage.SHAPE, Argument.NUMBER, CREATE, LIST),
    /** {@code size_bytes} of the export that is called NAME (of every one) is text. */
    ODD_SIZE(Stage.SHAPE, Argument.TEXT, CREATE, LIST),
    /** The listing comes without its {@code total}. */
    NO_TOTAL(Stage.SHAPE, Argument.NONE, LIST),
    /** {@code total} of the listing is N (1) more than there are; a negative N tells less. */
    WRONG_TOTAL(Stage.SHAPE, Argument.NUMBER, LIST),
    /** The listing comes without its {@code limit}. */
    NO_LIMIT(Stage.SHAPE, Argument.NONE, LIST),
    /** {@code limit} of the listing is what was asked for, however small its pages are. */
    ECHO_LIMIT(Stage.SHAPE, Argument.NONE, LIST),
    /** The export that is called NAME (every one) is listed without its {@code id}. */
    NO_ID(Stage.SHAPE, Argument.TEXT, LIST),
    /** A page of the listing has N (50) exports at most, whatever was asked for, and {@code limit} says so. */
    SMALL_PAGES(Stage.SHAPE, Argument.NUMBER, LIST),
    /** Every export that would be ready is still being made. */
    NEVER_READY(Stage.SHAPE, Argument.NONE, CREATE, LIST, DOWNLOAD),
    /** Every export's artifact is missing. */
    NOT_FOUND(Stage.SHAPE, Argument.NONE, LIST, DOWNLOAD),
    /** Every export has expired. */
    EXPIRED(Stage.SHAPE, Argument.NONE, LIST, DOWNLOAD),
    /** The listing is empty. */
    UNLISTED(Stage.SHAPE, Argument.NONE, LIST),
    /** JSON replies carry fields that the reference does not know. */
    UNKNOWN_FIELDS(Stage.SHAPE, Argument.NONE, CREATE, LIST),
    /** {@code download_name} is an attack: {@code traversal} (the default), {@code crlf}, {@code long}, or the text itself. */
    EVIL_NAME(Stage.SHAPE, Argument.TEXT, CREATE, LIST, DOWNLOAD);

    private final Stage stage;
    private final Argument argument;
    private final Set<Operation> operations;

    FaultKind(Stage stage, Argument argument, Operation first, Operation... rest) {
        this.stage = stage;
        this.argument = argument;
        this.operations = EnumSet.of(first, rest);
    }

    /** As options and the control endpoint write it: {@code lost-reply}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Stage stage() {
        return stage;
    }

    boolean concerns(Operation operation) {
        return operations.contains(operation);
    }

    void check(@Nullable String given) {
        boolean right = given == null
                || switch (argument) {
                    case NONE -> false;
                    case STATUS -> given.matches("[2-5]\\d\\d");
                    case NUMBER -> given.matches("-?\\d{1,18}");
                    case DELAY -> given.matches("\\d{1,9}(:[1-5]\\d\\d)?");
                    case TEXT -> !given.isEmpty();
                };
        if (!right) {
            throw new IllegalArgumentException("fault '" + word() + "' takes "
                    + argument.name().toLowerCase(Locale.ROOT) + " as its argument, not '" + given + "'");
        }
    }

    static FaultKind of(String word) {
        for (FaultKind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown fault '" + word + "'");
    }

    /** When a fault strikes, which is also how faults combine. */
    enum Stage {
        /** Instead of the reply: one at a time, in the order planted. */
        INSTEAD,
        /** Ends the body early: one at a time, in the order planted. */
        CUT,
        /** Only where the request has a Range header, and used up only there. */
        RANGE,
        /** Changes the reply: all that match, together. */
        SHAPE
    }

    private enum Argument {
        NONE,
        STATUS,
        NUMBER,
        DELAY,
        TEXT
    }
}
