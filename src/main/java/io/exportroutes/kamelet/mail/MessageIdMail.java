package io.exportroutes.kamelet.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/** A mail that keeps its Message-ID, so that who receives it twice can tell. */
final class MessageIdMail extends MimeMessage {
    private final String id;

    MessageIdMail(String id) {
        super(Session.getInstance(new Properties()));
        this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", "<" + id + ">");
    }
}
