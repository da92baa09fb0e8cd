package io.exportroutes.kamelet.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.TransientFailure;
import jakarta.mail.Message;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens between a mail that was taken and the end of its connection. */
class MailGoodbyeTest {
    private static final Map<String, String> REPLIES = Map.of("DATA", "354 go on", "QUIT", "221 bye");

    @ParameterizedTest
    @ValueSource(strings = {"QUIT=", "QUIT=RESET", "QUIT=421 4.3.2 going down", "QUIT=no reply at all"})
    void aMailThatWasTakenIsDeliveredHoweverTheServerTakesItsLeave(String rule) throws Exception {
        ScriptedMail server = new ScriptedMail(rule);
        try (server) {
            assertThatCode(() -> send(server)).doesNotThrowAnyException();
        }
        assertThat(server.commands).contains("DATA", ".", "QUIT");
    }

    @Test
    void aMailThatNobodyTookIsAFailureEvenWhereTheConnectionEndsInOrder() throws Exception {
        try (ScriptedMail server = new ScriptedMail(".=451 4.3.0 try again")) {
            assertThatThrownBy(() -> send(server)).isInstanceOf(TransientFailure.class);
        }
    }

    private static void send(ScriptedMail server) throws Exception {
        MailServer mail = new MailServer();
        mail.setHost("127.0.0.1");
        mail.setPort(server.socket.getLocalPort());
        mail.setSecurity("none");
        MimeMessage message = new MimeMessage(mail.getSession());
        message.setFrom(new InternetAddress("backups@example.com"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress("ops@example.com"));
        message.setText("Hello");
        mail.send(message);
    }

    /** Speaks SMTP with one client; a rule is COMMAND=REPLY, and an empty reply closes the connection, RESET without a word. */
    private static final class ScriptedMail implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<String> commands = new CopyOnWriteArrayList<>();
        private final Thread thread;

        ScriptedMail(String rule) throws IOException {
            thread = new Thread(() -> serve(rule.split("=", 2)), "scripted mail");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(String[] rule) {
            try (Socket client = socket.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                write(client, "220 scripted");
                boolean data = false;
                String line;
                while ((line = in.readLine()) != null) {
                    if (data && !line.equals(".")) {
                        continue;
                    }
                    String command = line.split("[ :]", 2)[0];
                    data = command.equals("DATA");
                    commands.add(command);
                    String reply = command.equals(rule[0]) ? rule[1] : REPLIES.getOrDefault(command, "250 fine");
                    client.setSoLinger(reply.equals("RESET"), 0);
                    if (reply.isEmpty() || reply.equals("RESET")) {
                        return;
                    }
                    write(client, reply);
                }
            } catch (IOException clientLeft) {
                commands.add("LEFT");
            }
        }

        private static void write(Socket client, String line) throws IOException {
            client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() throws Exception {
            socket.close();
            thread.join();
        }
    }
}
