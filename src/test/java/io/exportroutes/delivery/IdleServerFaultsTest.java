package io.exportroutes.delivery;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.lab.servers.FaultProxy;
import io.exportroutes.lab.servers.S3Server;
import io.exportroutes.lab.servers.SshServer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that was to misbehave and never came to it fails whoever closes it: the test that it was for proved nothing. */
class IdleServerFaultsTest {
    static Stream<Consumer<S3Server>> ofS3() {
        return Stream.of(
                server -> server.failWrites(503, 2),
                server -> server.hideObjects(1),
                server -> server.refusePart(2, () -> {}),
                S3Server::corruptNextWrite,
                S3Server::misassembleNextUpload);
    }

    static Stream<Consumer<SshServer>> ofSsh() {
        return Stream.of(
                server -> server.cutAfter(100),
                server -> server.refuseOnce("a.zip"),
                server -> server.hold("a.zip"),
                SshServer::corruptNextWrite,
                SshServer::failNextWrite);
    }

    @ParameterizedTest
    @MethodSource("ofS3")
    void atS3(Consumer<S3Server> fault) {
        S3Server server = S3Server.start("bucket");
        fault.accept(server);
        assertThatThrownBy(server::close)
                .hasMessageContaining("at the S3 server for nothing")
                .hasMessageContaining(" 0 of ");
    }

    @ParameterizedTest
    @MethodSource("ofSsh")
    void atSsh(Consumer<SshServer> fault) {
        SshServer server = SshServer.start();
        fault.accept(server);
        assertThatThrownBy(server::close)
                .hasMessageContaining("at the SSH server for nothing")
                .hasMessageContaining(" 0 of 1");
    }

    @Test
    void atTheProxy() {
        FaultProxy proxy = FaultProxy.start("127.0.0.1", 9);
        proxy.cutAfter(5);
        assertThatThrownBy(proxy::close).hasMessageContaining("a cut after 5 bytes struck 0 of 1");
    }
}
