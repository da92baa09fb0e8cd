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
import java.net.SocketException;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.SshException;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** Maps errors of SSH and SFTP to failures. */
final class SftpFailures {
    private SftpFailures() {}

    static ExportFailure of(String what, IOException thrown) {
        if (thrown instanceof SftpException answer) {
            return ofStatus(what, answer);
        }
        String message = String.valueOf(thrown.getMessage());
        if (thrown instanceof SshException && message.contains("No more authentication methods")) {
            return new PermanentFailure(
                    FailureCode.LOGIN_REFUSED,
                    what + ": the login was refused",
                    "Correct username and password or %s, or allow the key on the server"
                            .formatted(StoreOptions.name("privateKeyFile")),
                    thrown);
        }
        if (isOverdue(thrown)) {
            return new TransientFailure(FailureCode.TIMEOUT, what + ": no answer in time", "It is retried", thrown);
        }
        return NetworkFailures.of(what, thrown);
    }

    /** Whether an answer did not come in time. */
    static boolean isOverdue(Exception thrown) {
        return NetworkFault.has(thrown, TimeoutException.class)
                || String.valueOf(thrown.getMessage()).contains("Timeout");
    }

    /** The failure on a connection that is closed: the library reports an answer that it cannot bring any more as overdue. */
    static IOException onceClosed(IOException thrown) {
        if (!isOverdue(thrown)) {
            return thrown;
        }
        SocketException closed = new SocketException("it was closed before the answer");
        closed.addSuppressed(thrown);
        return closed;
    }

    /** Whether the server refuses the operation permanently. */
    static boolean isRefusal(SftpException answer) {
        return switch (answer.getStatus()) {
            case SftpConstants.SSH_FX_PERMISSION_DENIED,
                    SftpConstants.SSH_FX_WRITE_PROTECT,
                    SftpConstants.SSH_FX_OP_UNSUPPORTED -> true;
            default -> false;
        };
    }

    /** A transient failure. */
    static TransientFailure ofStatus(String what, SftpException answer, String hint) {
        return new TransientFailure(ForeignCode.sftp(answer.getStatus()), message(what, answer), hint, answer);
    }

    private static String message(String what, SftpException answer) {
        return "%s: the server answered %s".formatted(what, SftpConstants.getStatusName(answer.getStatus()));
    }

    private static ExportFailure ofStatus(String what, SftpException answer) {
        String message = message(what, answer);
        return switch (answer.getStatus()) {
            case SftpConstants.SSH_FX_PERMISSION_DENIED, SftpConstants.SSH_FX_WRITE_PROTECT ->
                new PermanentFailure(
                        FailureCode.PERMISSION_DENIED,
                        message,
                        "Let the user write to the directory at the server",
                        answer);
            case SftpConstants.SSH_FX_NO_SUCH_FILE,
                    SftpConstants.SSH_FX_NO_SUCH_PATH,
                    SftpConstants.SSH_FX_NOT_A_DIRECTORY ->
                new PermanentFailure(
                        FailureCode.DIRECTORY_MISSING, message, "Correct the destination's directory", answer);
            case SftpConstants.SSH_FX_OP_UNSUPPORTED ->
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
