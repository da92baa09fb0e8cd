package io.exportroutes.kamelet.mail;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.notification.Notification;
import io.exportroutes.value.Visible;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;

/** Makes the mail of a notification, plain text alone; a bean of the email notification Kamelet. A repeat has the same Message-ID. */
public final class NotificationMail {
    private String from = "";
    private String to = "";
    private String prefix = "[Export Routes] ";

    public void setFrom(String from) {
        this.from = from;
    }

    /** Addresses, separated by commas. */
    public void setTo(String to) {
        this.to = to;
    }

    /** What the subject begins with. */
    public void setPrefix(String prefix) {
        this.prefix = prefix.isBlank() ? "" : prefix.strip() + " ";
    }

    public MimeMessage compose(Notification message) {
        try {
            MimeMessage mail = new MessageIdMail(message.id() + "@" + domain());
            mail.setFrom(new InternetAddress(from, true));
            mail.setRecipients(RecipientType.TO, InternetAddress.parse(to, true));
            mail.setSubject(Visible.text(prefix + message.title()), StandardCharsets.UTF_8.name());
            mail.setText(Visible.lines(message.text() + "\n"), StandardCharsets.UTF_8.name());
            // No out-of-office reply to it.
            mail.setHeader("Auto-Submitted", "auto-generated");
            return mail;
        } catch (MessagingException e) {
            throw new PermanentFailure(
                    FailureCode.MAIL_REFUSED, "The mail cannot be made: " + e.getMessage(), "Correct from and to", e);
        }
    }

    private String domain() {
        return from.substring(from.lastIndexOf('@') + 1).replaceAll("[^A-Za-z0-9.-]", "");
    }
}
