package io.exportroutes.kamelet.mail;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Secret;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SMTP server, as the email Kamelet's properties describe it. It keeps the password out of the endpoint's URI, allows
 * plain connections to this machine alone, and has a limit for each wait.
 */
public final class MailServer extends DefaultJavaMailSender {
    private static final Logger LOG = LoggerFactory.getLogger(MailServer.class);
    /** As for an S3 server: by then the operating system has tried four times. */
    private static final String CONNECT_TIMEOUT_MILLIS = "10000";

    private static final String SILENCE_TIMEOUT_MILLIS = "60000";

    private @Nullable Secret login;
    private String security = "starttls";
    private String caFile = "";
    private @Nullable Session session;

    /** {@code starttls}, {@code tls} or {@code none}. */
    public void setSecurity(String security) {
        this.security = security;
    }

    /** A PEM file of the certificates to trust; the well-known ones where it is left out. */
    public void setCaFile(@Nullable String caFile) {
        this.caFile = Objects.requireNonNullElse(caFile, "");
    }

    @Override
    public void setPassword(@Nullable String password) {
        login = password == null || password.isEmpty() ? null : new Secret(password);
    }

    /** The password is for {@link #send} alone. */
    @Override
    public @Nullable String getPassword() {
        return null;
    }

    @Override
    public synchronized Session getSession() {
        if (session == null) {
            session = Session.getInstance(properties());
        }
        return session;
    }

    @Override
    public void send(MimeMessage mail) {
        String what = "Sending mail through %s:%d".formatted(getHost(), getPort());
        try {
            mail.setSentDate(new Date());
            mail.saveChanges();
            Transport transport = getSession().getTransport(protocol());
            try {
                connect(transport);
                transport.sendMessage(mail, mail.getAllRecipients());
            } finally {
                leave(transport, what);
            }
        } catch (MessagingException e) {
            throw MailFailures.of(what, e);
        }
    }

    /**
     * Connects, logs in and names a sender and recipients, and takes it all back: no mail is sent.
     *
     * @throws io.exportroutes.failure.ExportFailure as {@link #send}
     */
    void tryOut(String from, List<String> recipients) {
        String what = "Trying the mail server %s:%d".formatted(getHost(), getPort());
        try {
            SMTPTransport transport = (SMTPTransport) getSession().getTransport(protocol());
            try {
                connect(transport);
                say(transport, "MAIL FROM:<" + from + ">");
                for (String recipient : recipients) {
                    say(transport, "RCPT TO:<" + recipient + ">");
                }
                say(transport, "RSET");
            } finally {
                leave(transport, what);
            }
        } catch (MessagingException e) {
            throw MailFailures.of(what, e);
        }
    }

    private static void say(SMTPTransport transport, String command) throws MessagingException {
        int reply = transport.simpleCommand(command);
        if (reply / 100 != 2) {
            throw new MessagingException(transport.getLastServerResponse());
        }
    }

    private void connect(Transport transport) throws MessagingException {
        Secret password = login;
        if (password == null) {
            transport.connect(getHost(), getPort(), null, null);
        } else {
            transport.connect(getHost(), getPort(), getUsername(), password.reveal());
        }
    }

    /** The server has accepted or refused the mail by now: a failure while closing changes neither. */
    private static void leave(Transport transport, String what) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("{}: the connection was not closed properly", what, e);
        }
    }

    @Override
    public String toString() {
        return "MailServer[%s:%d]".formatted(getHost(), getPort());
    }

    private String protocol() {
        return security.equals("tls") ? "smtps" : "smtp";
    }

    private Properties properties() {
        Properties properties = new Properties();
        String prefix = "mail." + protocol() + ".";
        properties.put(prefix + "connectiontimeout", CONNECT_TIMEOUT_MILLIS);
        properties.put(prefix + "timeout", SILENCE_TIMEOUT_MILLIS);
        properties.put(prefix + "writetimeout", SILENCE_TIMEOUT_MILLIS);
        // The reply to QUIT says nothing about the mail, and an odd one sends the client into endless recursion.
        properties.put(prefix + "quitwait", "false");
        properties.put(prefix + "auth", String.valueOf(login != null));
        properties.put(prefix + "ssl.checkserveridentity", "true");
        if (!caFile.isEmpty()) {
            properties.put(prefix + "ssl.socketFactory", TrustedCertificates.socketFactory(caFile));
        }
        switch (security) {
            case "starttls" -> {
                properties.put(prefix + "starttls.enable", "true");
                properties.put(prefix + "starttls.required", "true");
            }
            case "tls" -> properties.put(prefix + "ssl.enable", "true");
            case "none" -> requireLoopback();
            default ->
                throw new PermanentFailure(
                        FailureCode.INVALID_OPTION,
                        "The security '" + security + "' is unknown",
                        "Use starttls, tls or none");
        }
        return properties;
    }

    private void requireLoopback() {
        boolean loopback;
        try {
            loopback = InetAddress.getByName(getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            loopback = false;
        }
        if (!loopback) {
            throw new PermanentFailure(
                    FailureCode.INVALID_OPTION,
                    "The mail server " + getHost() + " is not on this machine, and security is none",
                    "Set security to starttls or tls");
        }
    }
}
