package io.exportroutes.kamelet.mail;

import io.exportroutes.delivery.NetworkFailures;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ParseException;
import java.util.regex.Pattern;

/** Maps errors of an SMTP server to failures. */
final class MailFailures {
    private static final Pattern REPLY = Pattern.compile("[45]\\d\\d([ -].*)?", Pattern.DOTALL);

    private MailFailures() {}

    /**
     * The failure that an exception means; the artifact's own failure where that broke the mail off.
     *
     * @param what the operation and the server, for the message
     */
    static ExportFailure of(String what, MessagingException thrown) {
        ExportFailure own = ExportFailure.in(thrown);
        if (own != null) {
            return own;
        }
        String reply = reply(thrown);
        if (!reply.isEmpty()) {
            return ofReply(what + ": the server answered " + reply, reply.substring(0, 3), thrown);
        }
        if (String.valueOf(thrown.getMessage()).contains("STARTTLS")) {
            return new PermanentFailure(
                    FailureCode.NOT_ENCRYPTED,
                    what + ": the server offers no STARTTLS",
                    "Set security to tls and the port for it, or fix the server",
                    thrown);
        }
        if (thrown instanceof ParseException) { // found when the head is written, before anything is sent
            return new PermanentFailure(
                    FailureCode.MAIL_REFUSED,
                    what + ": the mail cannot be made: " + thrown.getMessage(),
                    "Correct the content type of what is attached, from and to",
                    thrown);
        }
        return NetworkFailures.of(what, thrown);
    }

    private static ExportFailure ofReply(String told, String code, MessagingException thrown) {
        if (code.startsWith("4")) {
            return new TransientFailure(ForeignCode.smtp(code), told, "It is retried", thrown);
        }
        if (thrown instanceof AuthenticationFailedException || code.equals("530") || code.equals("535")) {
            return new PermanentFailure(FailureCode.LOGIN_REFUSED, told, "Correct username and password", thrown);
        }
        if (code.equals("552")) {
            return new PermanentFailure(FailureCode.ATTACHMENT_TOO_LARGE, told, "Lower attach-up-to", thrown);
        }
        return new PermanentFailure(
                FailureCode.MAIL_REFUSED, told, "Correct from and to, or ask the server's owner", thrown);
    }

    /** The server's own words, as deep in the chain as they stand; empty if it said none. */
    private static String reply(MessagingException thrown) {
        String reply = "";
        for (Throwable current = thrown; current != null; current = current.getCause()) {
            String message = String.valueOf(current.getMessage()).strip();
            if (REPLY.matcher(message).matches()) {
                reply = message;
            }
        }
        return reply.replaceAll("\\p{Cntrl}+", " ");
    }
}
