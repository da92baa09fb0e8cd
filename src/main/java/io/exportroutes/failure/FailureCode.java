package io.exportroutes.failure;

import java.util.Locale;

/**
 * The vocabulary of failures: one code for one meaning, wherever it is met. docs/failures.md says what each means and what
 * to do; a test compares the two. A code that was once released keeps its word, as ledgers and alerts have it.
 */
public enum FailureCode implements ErrorCode {
    // The network and the servers at its other end
    CONNECTION_REFUSED(Kind.TRANSIENT),
    CONNECTION_LOST(Kind.TRANSIENT),
    TIMEOUT(Kind.TRANSIENT),
    UNKNOWN_HOST(Kind.TRANSIENT),
    CERTIFICATE_UNTRUSTED(Kind.PERMANENT),
    NOT_ENCRYPTED(Kind.PERMANENT),
    LOGIN_REFUSED(Kind.PERMANENT),
    PERMISSION_DENIED(Kind.PERMANENT),
    INTERRUPTED(Kind.TRANSIENT),

    // The API and what it lists
    SLOWED_DOWN(Kind.TRANSIENT),
    REPLY_TOO_SLOW(Kind.TRANSIENT),
    REPLY_TOO_LARGE(Kind.TRANSIENT),
    NOT_AN_ENVELOPE(Kind.TRANSIENT),
    NOT_AN_ARTIFACT(Kind.TRANSIENT),
    UNEXPECTED_ENCODING(Kind.PERMANENT),
    ORIGIN_REFUSED(Kind.PERMANENT),
    INVALID_BASE_URL(Kind.PERMANENT),
    MISSING_TOKEN(Kind.PERMANENT),
    INVALID_PARAMETER(Kind.PERMANENT),
    EXPORT_FAILED(Kind.PERMANENT),
    EXPORT_GONE(Kind.GONE),
    EXPORTS_LOST(Kind.PERMANENT),

    // The bytes of an artifact
    STALLED(Kind.TRANSIENT),
    DOWNLOAD_TRUNCATED(Kind.TRANSIENT),
    DOWNLOAD_TOO_LONG(Kind.TRANSIENT),
    DOWNLOAD_SIZE_DIFFERS(Kind.TRANSIENT),
    DOWNLOAD_RESTARTED(Kind.TRANSIENT),
    DOWNLOAD_RUNNING(Kind.TRANSIENT),
    DOWNLOAD_CANCELLED(Kind.TRANSIENT),
    ARTIFACT_CORRUPT(Kind.TRANSIENT),
    ARTIFACT_EMPTY(Kind.TRANSIENT),
    ARTIFACT_EMPTY_TABLES(Kind.PERMANENT),
    ARTIFACT_IS_ERROR_REPLY(Kind.TRANSIENT),
    ARTIFACT_ZIP_OVERLAP(Kind.PERMANENT),
    ARTIFACT_CHANGED(Kind.PERMANENT),
    ENCRYPTED_BYTES_LOST(Kind.PERMANENT),
    ARTIFACT_REMOVED(Kind.TRANSIENT),
    GUARD_MIN_SIZE(Kind.REFUSED),
    GUARD_MAX_SHRINK(Kind.REFUSED),
    EXPORT_REFUSED(Kind.PERMANENT),

    // The disks of this machine
    DISK_FULL(Kind.TRANSIENT),
    IO_ERROR(Kind.TRANSIENT),
    SPOOL_FULL(Kind.EITHER),
    SPOOL_READ_FAILED(Kind.TRANSIENT),
    SPOOL_UNUSABLE(Kind.PERMANENT),
    STATE_IN_USE(Kind.PERMANENT),
    STATE_UNUSABLE(Kind.PERMANENT),

    // Deliveries
    KEY_INVALID(Kind.PERMANENT),
    KEY_MISSING(Kind.PERMANENT),
    KEY_TAKEN(Kind.PERMANENT),
    KEY_FILE_UNREADABLE(Kind.PERMANENT),
    HOST_KEY_UNKNOWN(Kind.PERMANENT),
    HOST_KEY_CHANGED(Kind.PERMANENT),
    DIRECTORY_MISSING(Kind.PERMANENT),
    BASE_DIRECTORY_CHANGED(Kind.PERMANENT),
    DIRECTORY_NOTE_DAMAGED(Kind.PERMANENT),
    INVALID_OPTION(Kind.PERMANENT),
    UNSUPPORTED(Kind.PERMANENT),
    COPY_DIFFERS(Kind.TRANSIENT),
    NOT_FOUND(Kind.PERMANENT),
    NOT_VISIBLE_YET(Kind.TRANSIENT),
    STILL_WRITING(Kind.TRANSIENT),
    DELIVERY_TIMEOUT(Kind.TRANSIENT),
    RETURNED_EARLY(Kind.TRANSIENT),
    SOURCE_FAILED(Kind.SOURCE),
    ATTACHMENT_TOO_LARGE(Kind.PERMANENT),
    NOTHING_STORED(Kind.PERMANENT),
    MAIL_REFUSED(Kind.PERMANENT),
    NOTIFICATION_REFUSED(Kind.PERMANENT),
    DESTINATION_REMOVED(Kind.PERMANENT),
    BYTES_ON_OTHER_NODE(Kind.PERMANENT),
    NOT_VERIFIED(Kind.TRANSIENT),

    // What other applications hand to a sink
    BODY_UNSUPPORTED(Kind.PERMANENT),
    STREAM_CUT(Kind.TRANSIENT),
    SOURCE_CHANGED(Kind.TRANSIENT),
    SOURCE_DIFFERS(Kind.PERMANENT),
    SOURCE_MISSING(Kind.PERMANENT),

    // Copies at destinations
    UNKNOWN_DESTINATION(Kind.PERMANENT),
    WRITE_ONLY(Kind.PERMANENT),
    LISTING_UNTRUSTED(Kind.PERMANENT),
    SIDECAR_INVALID(Kind.PERMANENT),
    COPY_DAMAGED(Kind.PERMANENT),
    COPY_COLD(Kind.PERMANENT),
    COPY_NOT_BAD(Kind.PERMANENT),
    READ_BACK_BAD(Kind.PERMANENT),
    READ_BACK_OVERDUE(Kind.PERMANENT),
    RESTORE_REFUSED(Kind.PERMANENT),
    IDENTITY_UNREADABLE(Kind.PERMANENT),
    NO_IDENTITY_FITS(Kind.PERMANENT),
    NOT_DECRYPTED(Kind.PERMANENT),
    NO_GOOD_COPY(Kind.PERMANENT),
    COPY_CHOICE_INVALID(Kind.PERMANENT),
    UNKNOWN_COPY(Kind.PERMANENT),
    AMBIGUOUS_COPY(Kind.PERMANENT),
    COPY_PRESENT(Kind.PERMANENT),
    FILE_EXISTS(Kind.PERMANENT),
    NOT_REMOVED(Kind.TRANSIENT),
    PLAN_CHANGED(Kind.PERMANENT),
    NO_RETENTION(Kind.PERMANENT),
    RETENTION_BLOCKED(Kind.PERMANENT),
    SCHEMA_LOSS(Kind.PERMANENT),
    SCHEMA_TOO_LARGE(Kind.PERMANENT),
    SCHEMA_UNREADABLE(Kind.PERMANENT),

    // Runs
    DEADLINE(Kind.PERMANENT),
    NO_DESTINATION_REACHED(Kind.PERMANENT),
    DISCARDED(Kind.PERMANENT),
    OVERLAP(Kind.PERMANENT),
    UNSETTLED(Kind.PERMANENT),
    TAKEN_OVER(Kind.TAKEN_OVER),
    LEASE_LOST(Kind.TAKEN_OVER),

    // What a command asked for
    UNKNOWN_JOB(Kind.PERMANENT),
    UNKNOWN_RUN(Kind.PERMANENT),
    UNKNOWN_DEAD_LETTER(Kind.PERMANENT),
    NOTHING_LEFT(Kind.PERMANENT),
    RUN_UNFINISHED(Kind.PERMANENT),
    NO_SCHEDULE(Kind.PERMANENT),
    NO_NEWS(Kind.PERMANENT),
    RUN_NOT_BEGUN(Kind.PERMANENT),
    SERVICE_STOPPED(Kind.PERMANENT),
    LAB_MISSING(Kind.PERMANENT),
    ADDRESS_IN_USE(Kind.PERMANENT),
    UNKNOWN_ACCOUNT(Kind.PERMANENT),
    ACCOUNT_EXISTS(Kind.PERMANENT),

    // The web server
    NOT_LOGGED_IN(Kind.PERMANENT),
    LOGIN_THROTTLED(Kind.TRANSIENT),
    LOGIN_MISSING(Kind.PERMANENT),
    ROLE_MISSING(Kind.PERMANENT),
    CROSS_SITE(Kind.PERMANENT),
    HOST_NOT_ALLOWED(Kind.PERMANENT),
    BAD_REQUEST(Kind.PERMANENT),
    NO_SUCH_PAGE(Kind.PERMANENT),
    WEB_BUSY(Kind.TRANSIENT),
    SERVICE_STARTING(Kind.TRANSIENT),
    USERS_FILE_UNUSABLE(Kind.PERMANENT),

    // The ledger and the run queue on its database
    LEDGER_BUSY(Kind.TRANSIENT),
    LEDGER_UNREACHABLE(Kind.TRANSIENT),
    LEDGER_DAMAGED(Kind.PERMANENT),
    LEDGER_MISSING(Kind.PERMANENT),
    LEDGER_NOT_EMPTY(Kind.PERMANENT),
    LEDGER_SCHEMA(Kind.PERMANENT),
    LEDGER_NEWER(Kind.PERMANENT),
    LEDGER_FAILED(Kind.PERMANENT),
    LEDGER_TRANSITION(Kind.PERMANENT),
    LEDGER_UNKNOWN(Kind.PERMANENT),
    LEDGER_URL(Kind.PERMANENT),
    QUEUE_FAILED(Kind.TRANSIENT),

    // Chains of custody
    CHAIN_KEY(Kind.PERMANENT),
    CHAIN_NOT_OPEN(Kind.PERMANENT),
    CHAIN_DISAGREES(Kind.PERMANENT),
    CHAIN_UNREADABLE(Kind.TRANSIENT),
    NO_CUSTODY(Kind.PERMANENT),

    // Configuration and start
    CONFIGURATION_INVALID(Kind.PERMANENT),
    SCHEDULE_INVALID(Kind.PERMANENT),
    TIME_ZONE_UNKNOWN(Kind.PERMANENT),
    PLACEHOLDER_UNRESOLVED(Kind.PERMANENT),
    COMPONENT_VERSION(Kind.PERMANENT),
    KAMELET_INVALID(Kind.PERMANENT),
    ROUTES_NOT_STARTED(Kind.PERMANENT),
    RESTART_NEEDED(Kind.PERMANENT),
    RELOAD_UNANSWERED(Kind.TRANSIENT),
    SERVICE_NOT_RUNNING(Kind.PERMANENT),
    UNEXPECTED(Kind.TRANSIENT);

    private final Kind kind;
    private final String word = name().toLowerCase(Locale.ROOT);

    FailureCode(Kind kind) {
        this.kind = kind;
    }

    @Override
    public String word() {
        return word;
    }

    /** Who acts on it next. */
    public Kind kind() {
        return kind;
    }

    /** Who acts on a failure next; the types of exceptions say the same to Camel. */
    public enum Kind {
        /** Tried again after a delay: {@link TransientFailure}. */
        TRANSIENT,
        /** The same call would meet it again, a dead letter at once: {@link PermanentFailure}. */
        PERMANENT,
        /** Transient while time is left for it to pass, permanent afterwards. */
        EITHER,
        /** A new export is asked for: {@link GoneFailure}. */
        GONE,
        /** Waits for a release: {@link RefusedFailure}. */
        REFUSED,
        /** The bytes failed, not the destination: {@link SourceFailure}. */
        SOURCE,
        /** Nothing failed; another has the run: {@link TakenOverFailure}. */
        TAKEN_OVER
    }
}
