package io.exportroutes.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;

/** {@code {{socket:PORT}}}: whatever the server on that port of this machine says, and null if it says nothing and closes. */
public final class SocketFunction implements PropertiesFunction {
    @Override
    public String getName() {
        return "socket";
    }

    @Override
    public @Nullable String apply(String port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
            String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.isEmpty() ? null : said;
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + port + " failed", e);
        }
    }
}
