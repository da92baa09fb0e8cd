package io.exportroutes.delivery.sftp;

import io.exportroutes.delivery.NetworkFailures;
import io.exportroutes.delivery.StoreOptions;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.NetworkFault;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** Maps errors of SSH and SFTP to failures. */
final class SftpFailures {
    private SftpFailures() {}

    static ExportFailure of(String what, IOException thrown) {
        if (thrown instanceof SftpRefusal answer) {
            return ofStatus(what, answer);
        }
        if (thrown instanceof SshSession.LoginRefused) {
            return new PermanentFailure(
                    FailureCode.LOGIN_REFUSED,
                    what + ": the login was refused",
                    "Correct username and password or %s, or allow the key on the server"
                            .formatted(StoreOptions.name("privateKeyFile")),
                    thrown);
        }
        return NetworkFailures.of(what, thrown);
    }

    /** Whether an answer did not come in time. */
    static boolean isOverdue(Exception thrown) {
        return NetworkFault.has(thrown, SocketTimeoutException.class);
    }

    /** Whether the server refuses the operation permanently. */
    static boolean isRefusal(SftpRefusal answer) {
        return switch (answer.status()) {
            case SftpStatus.PERMISSION_DENIED, SftpStatus.WRITE_PROTECT, SftpStatus.UNSUPPORTED -> true;
            default -> false;
        };
    }

    /** A transient failure. */
    static TransientFailure ofStatus(String what, SftpRefusal answer, String hint) {
        return new TransientFailure(ForeignCode.sftp(answer.status()), message(what, answer), hint, answer);
    }

    private static String message(String what, SftpRefusal answer) {
        return "%s: the server answered %s".formatted(what, SftpStatus.name(answer.status()));
    }

    private static ExportFailure ofStatus(String what, SftpRefusal answer) {
        String message = message(what, answer);
        return switch (answer.status()) {
            case SftpStatus.PERMISSION_DENIED, SftpStatus.WRITE_PROTECT ->
                new PermanentFailure(
                        FailureCode.PERMISSION_DENIED,
                        message,
                        "Let the user write to the directory at the server",
                        answer);
            case SftpStatus.NO_SUCH_FILE, SftpStatus.NO_SUCH_PATH, SftpStatus.NOT_A_DIRECTORY ->
                new PermanentFailure(
                        FailureCode.DIRECTORY_MISSING, message, "Correct the destination's directory", answer);
            case SftpStatus.UNSUPPORTED ->
                new PermanentFailure(
                        FailureCode.UNSUPPORTED,
                        message,
                        "The server lacks a required SFTP operation; use another server",
                        answer);
            default ->
                ofStatus(
                        what,
                        answer,
                        "It is retried; if it keeps failing, check the server for a full disk or a quota");
        };
    }
}
