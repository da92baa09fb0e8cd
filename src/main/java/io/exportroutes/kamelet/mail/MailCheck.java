package io.exportroutes.kamelet.mail;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Arrays;
import java.util.List;

/** Tries a mail server without sending a mail; a bean of the email check Kamelet. */
public final class MailCheck {
    private final MailServer server = new MailServer();
    private String from = "";
    private String to = "";

    public MailServer getServer() {
        return server;
    }

    public void setFrom(String from) {
        this.from = from;
    }

    /** Addresses, separated by commas. */
    public void setTo(String to) {
        this.to = to;
    }

    /** What was seen; a failure of {@link MailServer#send} if a mail would not be taken. */
    public String check() {
        List<String> recipients = addresses(to);
        server.tryOut(addresses(from).get(0), recipients);
        return "%s:%d would take a mail from %s to %s; none was sent"
                .formatted(server.getHost(), server.getPort(), addresses(from).get(0), String.join(", ", recipients));
    }

    private static List<String> addresses(String text) {
        try {
            return Arrays.stream(InternetAddress.parse(text, true))
                    .map(InternetAddress::getAddress)
                    .toList();
        } catch (AddressException e) {
            throw new PermanentFailure(
                    FailureCode.MAIL_REFUSED, "The mail cannot be made: " + e.getMessage(), "Correct from and to", e);
        }
    }
}
