package io.exportroutes.doctor;

import io.exportroutes.config.ChannelConfig;
import io.exportroutes.failure.NetworkFault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Whether a channel's server can be reached. Nobody is told anything: {@code notify test} does that. */
record ChannelCheck(Patient patient, ChannelConfig channel) implements Check {
    private static final int LIMIT_MILLIS = 10_000;

    @Override
    public String name() {
        return "channel";
    }

    @Override
    public String subject() {
        return channel.name();
    }

    @Override
    public void look(Findings findings) {
        URI address = address();
        if (patient.caller().has(channel.checkKamelet())) {
            findings.ok(patient.caller().check(channel));
        } else if (address == null) {
            findings.ok("It was not tried: its type has no url. Try it: export-routes notify test " + channel.name());
        } else {
            connect(findings, address);
        }
    }

    private void connect(Findings findings, URI address) {
        boolean tls = "https".equalsIgnoreCase(address.getScheme());
        int port = address.getPort() >= 0 ? address.getPort() : tls ? 443 : 80;
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address.getHost(), port), LIMIT_MILLIS);
            plain.setSoTimeout(LIMIT_MILLIS);
            if (tls) {
                handshake(plain, address.getHost(), port);
            }
            findings.ok("%s:%d can be reached; to send something: export-routes notify test %s"
                    .formatted(address.getHost(), port, channel.name()));
        } catch (IOException e) {
            findings.fail(
                    "%s:%d cannot be reached (%s)"
                            .formatted(
                                    address.getHost(), port, NetworkFault.of(e).word()),
                    "Check the network and the channel's address in exports.yaml; nobody is told of a missing copy there");
        }
    }

    private static void handshake(Socket plain, String host, int port) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        try (SSLSocket secure = (SSLSocket) factory.createSocket(plain, host, port, true)) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
        }
    }

    private @Nullable URI address() {
        try {
            URI address = new URI(channel.settings().values().getOrDefault("url", ""));
            return address.getHost() == null ? null : address;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
