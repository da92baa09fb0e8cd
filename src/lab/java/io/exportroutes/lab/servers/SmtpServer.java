package io.exportroutes.lab.servers;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * A real SMTP server (GreenMail) on two ports of 127.0.0.1: one that offers STARTTLS, one that speaks TLS from the first
 * byte. It takes mail for anyone, from users who log in.
 */
public final class SmtpServer implements AutoCloseable {
    private final String password = UUID.randomUUID().toString();
    private final LabCertificate certificate = new LabCertificate();
    private final SmtpRules rules = new SmtpRules();
    private final GreenMail mail = new GreenMail(patient());
    private final Listener plain;
    private final Listener tls;

    /** GreenMail gives a busy machine two seconds to start it. */
    private static ServerSetup patient() {
        ServerSetup setup = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(90_000);
        return setup;
    }

    private SmtpServer() {
        mail.start();
        mail.setUser("backups@example.com", username(), password);
        SmtpFront front = new SmtpFront(mail.getSmtp().getPort(), certificate.serverContext(), rules);
        plain = new Listener(socket -> front.serve(socket, false));
        tls = new Listener(socket -> front.serve(socket, true));
    }

    public static SmtpServer start() {
        return new SmtpServer();
    }

    /** Plain at first; offers STARTTLS. */
    public int port() {
        return plain.port();
    }

    /** TLS from the first byte. */
    public int tlsPort() {
        return tls.port();
    }

    public String username() {
        return "acme";
    }

    public String password() {
        return password;
    }

    /** Writes the certificate that a client must trust, as PEM. */
    public Path certificateFile(Path file) throws IOException {
        return certificate.write(file);
    }

    /** What arrived, once for each recipient. */
    public List<MimeMessage> received() {
        return List.of(mail.getReceivedMessages());
    }

    /** How often a client began a login, whatever came of it: what it says there, others may hear. */
    public int logins() {
        return rules.said("AUTH").size();
    }

    /** Whom clients named as recipients, once for each mail, refused ones too. */
    public List<String> recipients() {
        return rules.said("RCPT").stream()
                .map(line -> line.substring(line.indexOf('<') + 1, line.indexOf('>')))
                .toList();
    }

    /** What clients sent beside the mails: commands, and what they log in with, in Base64. */
    public List<String> commands() {
        return List.copyOf(rules.commands);
    }

    /** Takes mail from clients that do not log in as well. */
    public void requireLogin(boolean required) {
        rules.loginRequired = required;
    }

    /** Answers 550 for this recipient from now on. */
    public void refuseRecipient(String address) {
        rules.refusedRecipients.add(address);
    }

    /** Does not offer STARTTLS, as an attacker in the middle would have it. */
    public void hideStartTls(boolean hide) {
        rules.startTlsHidden = hide;
    }

    /** Refuses connections until {@link #up()}. */
    public void down() {
        plain.down();
        tls.down();
    }

    /** Listens again, on the same ports. */
    public void up() {
        plain.up();
        tls.up();
    }

    @Override
    public void close() {
        down();
        mail.stop();
    }
}
