package io.exportroutes.kamelet.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.ArtifactStore.Stored;
import io.exportroutes.delivery.BytesContent;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.lab.servers.SmtpServer;
import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The email Kamelet from its own file to a real SMTP server. */
class EmailKameletTest {
    private static final String SHA256_OF_A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

    @TempDir
    Path files;

    private final SmtpServer server = SmtpServer.start();
    private final Properties properties = new Properties();
    private final Map<String, Object> headers = new HashMap<>(Map.of(
            "ExportRoutesPart", "artifact",
            "ExportRoutesName", "crm.zip",
            "ExportRoutesJob", "crm-nightly",
            "ExportRoutesRun", "run-1",
            "ExportRoutesExportId", "exp_1",
            "ExportRoutesDestination", "ops",
            "ExportRoutesLocations", "archive: DELIVERED s3://acme/crm.zip\nmirror: DEAD /var/crm.zip"));
    private String type = "application/zip";
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @AfterEach
    void stop() {
        camel.stop();
        server.close();
    }

    @Test
    void aSmallArtifactIsAttached() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        assertThat(send(bytes).getMessage().getBody()).isEqualTo(new Stored("mailto:ops@example.com", bytes.length));
        MimeMessage mail = received();
        assertThat(mail.getSubject()).isEqualTo("Export crm.zip of crm-nightly");
        assertThat(mail.getFrom()[0]).hasToString("backups@example.com");
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        BodyPart file = parts.getBodyPart(1);
        assertThat(file.getFileName()).isEqualTo("crm.zip");
        assertThat(file.getContentType()).startsWith("application/zip");
        assertThat(file.getInputStream().readAllBytes()).isEqualTo(bytes);
    }

    @Test
    void aLargeArtifactIsNamedWithWhereItIs() throws Exception {
        set("attachUpTo", "1B");
        send(new byte[] {'a', 'a'});
        MimeMultipart parts = (MimeMultipart) received().getContent();
        assertThat(parts.getCount()).isEqualTo(1);
        assertThat(parts.getBodyPart(0).getContent().toString())
                .contains("too large to attach", "s3://acme/crm.zip", "/var/crm.zip", "exp_1", "SHA-256");
    }

    @Test
    void theMailTellsTheHash() throws Exception {
        send(new byte[] {'a'});
        MimeMultipart parts = (MimeMultipart) received().getContent();
        assertThat(parts.getBodyPart(0).getContent().toString()).contains(SHA256_OF_A);
    }

    @Test
    void aRepeatCarriesTheSameMessageIdAndAnotherDestinationAnother() throws Exception {
        send(new byte[] {'a'});
        send(new byte[] {'a'});
        headers.put("ExportRoutesDestination", "boss");
        send(new byte[] {'a'});
        assertThat(server.received()).hasSize(3);
        String first = server.received().get(0).getMessageID();
        assertThat(server.received().get(1).getMessageID()).isEqualTo(first);
        assertThat(server.received().get(2).getMessageID()).isNotEqualTo(first);
    }

    /** Receivers drop a mail whose Message-ID they have. */
    @Test
    void mailsOfAnotherApplicationAreNotTakenForRepeats() throws Exception {
        headers.clear();
        set("subject", "{name} for you");
        send(new byte[] {'a'});
        send(new byte[] {'a'});
        assertThat(server.received()).extracting(MimeMessage::getMessageID).doesNotHaveDuplicates();
        MimeMessage mail = server.received().get(0);
        assertThat(mail.getSubject()).isEqualTo("crm.zip for you");
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("crm.zip");
        assertThat(parts.getBodyPart(0).getContent().toString()).doesNotContain("null", "Job", "Run");
    }

    @Test
    void theSidecarIsNoMailOfItsOwn() throws Exception {
        headers.put("ExportRoutesPart", "sidecar");
        assertThat(send(new byte[] {'{', '}'}).getMessage().getBody()).isInstanceOf(Stored.class);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void noHeaderOfTheMessageGoesOutOrIn() throws Exception {
        headers.put("Authorization", "Bearer pat_secret");
        headers.put("to", "thief@example.com");
        headers.put("mail.smtp.host", "thief.example.com");
        headers.put("ExportRoutesName", "a\r\nBcc: thief@example.com\r\n.zip");
        headers.put("ExportRoutesJob", "job\r\nBcc: thief@example.com");
        send(new byte[] {'a'});
        MimeMessage mail = received();
        assertThat(mail.getAllRecipients()).extracting(Address::toString).containsExactly("ops@example.com");
        assertThat(server.recipients()).containsExactly("ops@example.com");
        assertThat(mail.getHeader("Authorization")).isNull();
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getHeader("ExportRoutesKey")).isNull();
    }

    @Test
    void allRecipientsGetIt() throws Exception {
        set("to", "ops@example.com, cto@example.com");
        send(new byte[] {'a'});
        assertThat(server.received()).hasSize(2);
        assertThat(server.recipients()).containsExactly("ops@example.com", "cto@example.com");
    }

    @Test
    void tlsFromTheFirstByteWorksToo() throws Exception {
        set("security", "tls");
        set("port", String.valueOf(server.tlsPort()));
        send(new byte[] {'a'});
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void plainIsAllowedOnThisMachineAlone() throws Exception {
        set("security", "none");
        send(new byte[] {'a'});
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void plainIsRefusedElsewhere() throws Exception {
        set("security", "none");
        set("host", "192.0.2.1");
        assertThat(failure(new byte[] {'a'}))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("security is none");
    }

    @Test
    void aServerThatHidesStartTlsGetsNothing() throws Exception {
        server.hideStartTls(true);
        assertThat(failure(new byte[] {'a'}).code()).isEqualTo("not_encrypted");
        assertThat(server.logins()).as("logins that anybody could read").isZero();
    }

    @Test
    void anUntrustedCertificateIsFinal() throws Exception {
        set("caFile", "");
        ExportFailure failure = failure(new byte[] {'a'});
        assertThat(failure).isInstanceOf(PermanentFailure.class);
        assertThat(failure.code()).isEqualTo("certificate_untrusted");
        assertThat(server.logins()).as("logins at somebody unknown").isZero();
    }

    @Test
    void aRefusedLoginIsFinalAndNotTold() throws Exception {
        set("password", "not-the-secret");
        ExportFailure failure = failure(new byte[] {'a'});
        assertThat(failure).isInstanceOf(PermanentFailure.class).hasMessageNotContaining("not-the-secret");
        assertThat(failure.code()).isEqualTo("login_refused");
        assertThat(server.logins()).as("tries that the server saw").isEqualTo(1);
    }

    @Test
    void aRefusedRecipientIsFinal() throws Exception {
        server.refuseRecipient("ops@example.com");
        ExportFailure failure = failure(new byte[] {'a'});
        assertThat(failure).isInstanceOf(PermanentFailure.class);
        assertThat(failure.code()).isEqualTo("mail_refused");
    }

    @Test
    void aServerThatIsDownPasses() throws Exception {
        server.down();
        assertThat(failure(new byte[] {'a'})).isInstanceOf(TransientFailure.class);
        server.up();
        send(new byte[] {'a'});
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void thePasswordIsInNoUri() throws Exception {
        send(new byte[] {'a'});
        assertThat(camel.getEndpoints())
                .extracting(Endpoint::getEndpointUri)
                .anyMatch(uri -> uri.startsWith("smtp:"))
                .noneMatch(uri -> uri.contains(server.password()));
    }

    private void set(String property, String value) {
        String name = "camel.kamelet.email-artifact-sink.ops." + property;
        properties.setProperty(name, value);
    }

    @Test
    void aMailThatCannotBeMadeIsNoFailureOfTheNetwork() throws Exception {
        type = "zip";
        assertThat(failure(new byte[] {'a'}))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo("mail_refused"));
    }

    private MimeMessage received() {
        assertThat(server.received()).hasSize(1);
        return server.received().get(0);
    }

    private ExportFailure failure(byte[] bytes) throws Exception {
        ExportFailure failure = ExportFailure.in(exchange(bytes).getException());
        assertThat(failure).isNotNull();
        assertThat(server.received()).isEmpty();
        return java.util.Objects.requireNonNull(failure);
    }

    private Exchange send(byte[] bytes) throws Exception {
        Exchange exchange = exchange(bytes);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange;
    }

    private Exchange exchange(byte[] bytes) throws Exception {
        start();
        return camel.createProducerTemplate().request("kamelet:email-artifact-sink/ops", exchange -> {
            exchange.getMessage().setHeaders(new HashMap<>(headers));
            exchange.getMessage().setHeader("ExportRoutesKey", "crm/crm.zip");
            exchange.getMessage().setBody(new BytesContent(bytes, type, Map.of()));
        });
    }

    private void start() throws Exception {
        if (camel.isStarted()) {
            return;
        }
        Map<String, String> defaults = Map.of(
                "host", "127.0.0.1",
                "port", String.valueOf(server.port()),
                "caFile", server.certificateFile(files.resolve("ca.pem")).toString(),
                "username", server.username(),
                "password", server.password(),
                "from", "backups@example.com",
                "to", "ops@example.com");
        defaults.forEach(
                (name, value) -> properties.putIfAbsent("camel.kamelet.email-artifact-sink.ops." + name, value));
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:routes/kamelets");
        camel.start();
    }
}
