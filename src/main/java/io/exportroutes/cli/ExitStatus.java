package io.exportroutes.cli;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.ledger.RunState;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** How the program ends, as a shell sees it; the worst of several is last. */
enum ExitStatus {
    DELIVERED(0),
    /** Something arrived, and something did not. */
    PARTIAL(3),
    FAILED(1),
    /** A mistake in the command line or the configuration, or an unknown id. */
    USAGE(2),
    NOT_FOUND(4),
    /** Several things fit what was asked for. */
    AMBIGUOUS(5),
    INTERRUPTED(130);

    private static final Set<FailureCode> USAGE_CODES = EnumSet.of(
            FailureCode.ACCOUNT_EXISTS,
            FailureCode.ADDRESS_IN_USE,
            FailureCode.COMPONENT_VERSION,
            FailureCode.CONFIGURATION_INVALID,
            FailureCode.COPY_CHOICE_INVALID,
            FailureCode.EXPORT_REFUSED,
            FailureCode.FILE_EXISTS,
            FailureCode.KAMELET_INVALID,
            FailureCode.LAB_MISSING,
            FailureCode.LEDGER_URL,
            FailureCode.NOTHING_LEFT,
            FailureCode.SCHEDULE_INVALID,
            FailureCode.SERVICE_NOT_RUNNING,
            FailureCode.STATE_UNUSABLE,
            FailureCode.UNKNOWN_ACCOUNT,
            FailureCode.UNKNOWN_DEAD_LETTER,
            FailureCode.UNKNOWN_DESTINATION,
            FailureCode.UNKNOWN_JOB,
            FailureCode.NO_RETENTION,
            FailureCode.NO_SCHEDULE,
            FailureCode.COPY_PRESENT,
            FailureCode.PLAN_CHANGED,
            FailureCode.UNKNOWN_RUN,
            FailureCode.USERS_FILE_UNUSABLE,
            FailureCode.WRITE_ONLY);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** The exit status of the process. */
    int code() {
        return code;
    }

    /** The worst of these runs; DELIVERED without any. A run that is not settled counts as failed. */
    static ExitStatus of(Collection<RunState> states) {
        return states.stream().map(ExitStatus::of).max(ExitStatus::compareTo).orElse(DELIVERED);
    }

    /** Whichever of the two is worse. */
    ExitStatus orWorse(ExitStatus other) {
        return compareTo(other) < 0 ? other : this;
    }

    private static ExitStatus of(RunState state) {
        return switch (state) {
            case SUCCEEDED -> DELIVERED;
            case PARTIAL -> PARTIAL;
            case FAILED, SKIPPED, QUEUED, EXPORTING, TRANSFERRING -> FAILED;
        };
    }

    /** For a command that ended with this instead of a result. */
    static ExitStatus of(Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            return INTERRUPTED;
        }
        if (thrown instanceof ParameterException) {
            return USAGE;
        }
        @Nullable ExportFailure failure = ExportFailure.in(thrown);
        if (failure != null && failure.is(FailureCode.UNKNOWN_COPY)) {
            return NOT_FOUND;
        }
        if (failure != null && failure.is(FailureCode.AMBIGUOUS_COPY)) {
            return AMBIGUOUS;
        }
        return failure != null && USAGE_CODES.stream().anyMatch(failure::is) ? USAGE : FAILED;
    }
}
