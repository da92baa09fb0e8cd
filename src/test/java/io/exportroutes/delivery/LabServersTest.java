package io.exportroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.lab.servers.FaultProxy;
import io.exportroutes.lab.servers.S3Server;
import io.exportroutes.lab.servers.SmtpServer;
import io.exportroutes.lab.servers.SshServer;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What no other test would notice of the lab's own servers. */
class LabServersTest {
    @Test
    void mailIsTakenOverTlsAfterALogin() throws Exception {
        try (SmtpServer server = SmtpServer.start()) {
            send(server, true, server.password());
            assertThat(server.received()).hasSize(1);
            assertThat(server.received().get(0).getSubject()).isEqualTo("Hello");
        }
    }

    @Test
    void mailIsRefusedWithoutALogin() {
        try (SmtpServer server = SmtpServer.start()) {
            assertThatThrownBy(() -> send(server, false, null)).hasMessageContaining("530");
            assertThatThrownBy(() -> send(server, true, "wrong")).hasMessageContaining("535");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void aServerThatIsDownRefusesAndComesBackOnItsPort() throws Exception {
        try (SmtpServer smtp = SmtpServer.start();
                SshServer ssh = SshServer.start();
                S3Server s3 = S3Server.start("acme")) {
            smtp.down();
            ssh.down();
            s3.down();
            for (int port : new int[] {smtp.port(), ssh.port(), s3.endpoint().getPort()}) {
                assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
            }
            smtp.up();
            ssh.up();
            s3.up();
            assertThat(greeting(smtp.port())).startsWith("220");
            assertThat(greeting(ssh.port())).startsWith("SSH-2.0");
            connect(s3.endpoint().getPort());
            assertThat(s3.keys("acme")).isEmpty();
        }
    }

    @Test
    void theProxyCutsAfterTheGivenBytes() throws Exception {
        try (SmtpServer server = SmtpServer.start();
                FaultProxy proxy = FaultProxy.start("127.0.0.1", server.port())) {
            assertThat(greeting(proxy.port())).startsWith("220");
            proxy.cutAfter(3);
            assertThat(greeting(proxy.port())).isEqualTo("nothing");
            assertThat(greeting(proxy.port())).startsWith("220");
        }
    }

    private static void connect(int port) throws IOException {
        new Socket("127.0.0.1", port).close();
    }

    private static String greeting(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = in.readLine();
            return line == null ? "nothing" : line;
        } catch (java.net.SocketException e) {
            return "nothing";
        }
    }

    private static void send(SmtpServer server, boolean startTls, @Nullable String password) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", String.valueOf(server.port()));
        properties.setProperty("mail.smtp.starttls.required", String.valueOf(startTls));
        properties.setProperty("mail.smtp.starttls.enable", String.valueOf(startTls));
        properties.setProperty("mail.smtp.ssl.trust", "127.0.0.1");
        Session session = Session.getInstance(properties);
        MimeMessage message = new MimeMessage(session);
        message.setFrom("backups@example.com");
        message.setRecipient(Message.RecipientType.TO, new InternetAddress("ops@example.com"));
        message.setSubject("Hello");
        message.setText("one\r\n..two");
        if (password == null) {
            Transport.send(message);
        } else {
            Transport.send(message, server.username(), password);
        }
    }
}
