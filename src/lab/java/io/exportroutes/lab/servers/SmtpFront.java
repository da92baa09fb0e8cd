package io.exportroutes.lab.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Stands before GreenMail and adds what that lacks: STARTTLS, TLS, mail only after a login, refused recipients. */
final class SmtpFront {
    private final int mailPort;
    private final SSLContext tls;
    private final SmtpRules rules;

    SmtpFront(int mailPort, SSLContext tls, SmtpRules rules) {
        this.mailPort = mailPort;
        this.tls = tls;
        this.rules = rules;
    }

    void serve(Socket socket, boolean tlsFromTheStart) throws IOException {
        try (Socket mail = new Socket(InetAddress.getByName("127.0.0.1"), mailPort)) {
            Lines client = new Lines(tlsFromTheStart ? secured(socket) : socket);
            new Conversation(socket, client, new Lines(mail), tlsFromTheStart).hold();
        }
    }

    private SSLSocket secured(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
        secured.startHandshake();
        return secured;
    }

    /** One client's commands in lockstep: a line up, a reply down. */
    private final class Conversation {
        private final Socket socket;
        private final Lines server;
        private Lines client;
        private boolean secure;
        private boolean loggedIn;

        Conversation(Socket socket, Lines client, Lines server, boolean secure) {
            this.socket = socket;
            this.client = client;
            this.server = server;
            this.secure = secure;
        }

        void hold() throws IOException {
            client.write(reply());
            String line;
            while ((line = client.read()) != null) {
                rules.commands.add(line);
                String command = line.toUpperCase(Locale.ROOT);
                if (command.startsWith("STARTTLS") && !secure) {
                    client.write(List.of("220 2.0.0 Ready to start TLS"));
                    client = new Lines(secured(socket));
                    secure = true;
                } else if (command.startsWith("MAIL") && rules.loginRequired && !loggedIn) {
                    client.write(List.of("530 5.7.0 Authentication required"));
                } else if (rules.refuses(line)) {
                    client.write(List.of("550 5.1.1 No such user here"));
                } else {
                    pass(line, command);
                }
            }
        }

        private void pass(String line, String command) throws IOException {
            server.write(List.of(line));
            List<String> reply = reply();
            loggedIn |= reply.get(0).startsWith("235");
            if (command.startsWith("EHLO") && !secure && !rules.startTlsHidden) {
                reply.set(0, "250-" + reply.get(0).substring(4));
                reply.add(1, reply.size() > 1 ? "250-STARTTLS" : "250 STARTTLS");
            }
            client.write(reply);
            if (reply.get(0).startsWith("354")) {
                passContent();
                client.write(reply());
            }
        }

        private void passContent() throws IOException {
            String line;
            do {
                line = client.read();
                if (line == null) {
                    throw new IOException("The client left in the middle of a mail");
                }
                server.buffer(line);
            } while (!line.equals("."));
            server.flush();
        }

        private List<String> reply() throws IOException {
            List<String> lines = new ArrayList<>();
            String line;
            do {
                line = server.read();
                if (line == null) {
                    throw new IOException("The mail server left");
                }
                lines.add(line);
            } while (line.length() > 3 && line.charAt(3) == '-');
            return lines;
        }
    }
}
