package io.exportroutes.kamelet.mail;

import io.exportroutes.delivery.ArtifactStore.Stored;
import io.exportroutes.delivery.Content;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.kamelet.SinkHeaders;
import io.exportroutes.kamelet.SinkMessage;
import io.exportroutes.value.SafeName;
import io.exportroutes.value.Sizes;
import io.exportroutes.value.Verified;
import io.exportroutes.value.Visible;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Makes the mail of an artifact; a bean of the email Kamelet, with its properties as in exports.yaml. */
public final class MailComposer {
    private static final String STORED = "exportRoutesMailed";

    private String from = "";
    private String to = "";
    private String subject = "Export {name} of {job}";
    private String attachUpTo = "10MB";

    public void setFrom(String from) {
        this.from = from;
    }

    /** Addresses, separated by commas. */
    public void setTo(String to) {
        this.to = to;
    }

    public void setSubject(String subject) {
        this.subject = subject;
    }

    /** The largest artifact that is attached, such as {@code 10MB}. */
    public void setAttachUpTo(String attachUpTo) {
        this.attachUpTo = attachUpTo;
    }

    /** Turns the message, whose body is the {@link Content} of a verified artifact, into a mail. */
    public void compose(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        Content content = SinkMessage.content(message);
        Verified verified = content.awaitVerified();
        try {
            MimeMessage mail = new MessageIdMail(id(message));
            mail.setFrom(new InternetAddress(from, true));
            mail.setRecipients(RecipientType.TO, recipients());
            mail.setSubject(subject(message), StandardCharsets.UTF_8.name());
            boolean attached = verified.size() <= Sizes.parse(attachUpTo);
            mail.setContent(MailBody.of(message, content, verified, attached));
            message.setBody(mail);
        } catch (MessagingException | IllegalArgumentException e) {
            throw new PermanentFailure(
                    FailureCode.MAIL_REFUSED,
                    "The mail cannot be made: " + e.getMessage(),
                    "Correct from, to and attach-up-to",
                    e);
        }
        exchange.setProperty(STORED, stored(verified.size()));
    }

    /** Makes the body the {@link Stored} of what was just mailed, or of a sidecar, which stays with its artifact's mail. */
    public void stored(Exchange exchange) {
        Stored mailed = exchange.getProperty(STORED, Stored.class);
        exchange.removeProperty(STORED);
        exchange.getMessage().setBody(mailed != null ? mailed : stored(0));
    }

    private Stored stored(long size) {
        return new Stored("mailto:" + to.replace(" ", ""), size);
    }

    private InternetAddress[] recipients() throws AddressException {
        InternetAddress[] recipients = InternetAddress.parse(to, true);
        if (recipients.length == 0) {
            throw new AddressException("there is no recipient");
        }
        return recipients;
    }

    private String subject(Message message) {
        return Visible.text(subject.replace("{job}", header(message, SinkHeaders.JOB))
                .replace("{run}", header(message, SinkHeaders.RUN))
                .replace("{export-id}", header(message, SinkHeaders.EXPORT_ID))
                .replace("{name}", SinkMessage.name(message)));
    }

    /**
     * The same for each try of a delivery, and for no other delivery. Where no header says which export it is, each mail has
     * one of its own: receivers drop what has the Message-ID of a mail that they have.
     */
    private String id(Message message) {
        String domain = from.substring(from.lastIndexOf('@') + 1).replaceAll("[^A-Za-z0-9.-]", "");
        if (message.getHeader(SinkHeaders.EXPORT_ID) == null) {
            return UUID.randomUUID() + "@" + domain;
        }
        String delivery = header(message, SinkHeaders.EXPORT_ID) + "@" + header(message, SinkHeaders.DESTINATION);
        return UUID.nameUUIDFromBytes(delivery.getBytes(StandardCharsets.UTF_8)) + "@" + domain;
    }

    private static String header(Message message, String name) {
        return SafeName.of(message.getHeader(name, String.class));
    }
}
