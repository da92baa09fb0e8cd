package io.exportroutes.delivery.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of known-hosts files, for the server files.example.com at port 2222. */
class KnownHostTest {
    /** The hashes are those of ssh-keygen -H. */
    @ParameterizedTest
    @CsvSource({
        "files.example.com, true",
        "FILES.example.com, true",
        "[files.example.com]:2222, true",
        "'other.example.com,[files.example.com]:2222', true",
        "[files.example.com]:22, false",
        "*.example.com, true",
        "file?.example.com, true",
        "[*.example.com]:2222, true",
        "'*.example.com,!files.example.com', false",
        "'!files.example.com,*.example.com', false",
        "example.com, false",
        "filesXexample.com, false",
        "|1|not|a-hash, false",
        "|1|, false"
    })
    void itIsForTheHostsThatItNames(String hosts, boolean expected) {
        KnownHost line = line(hosts + " ssh-ed25519 AAAA comment");
        assertThat(line.isFor("files.example.com", 2222)).isEqualTo(expected);
    }

    @Test
    void aHashIsOfOneNameAndItsPort() {
        KnownHost hashed = line("|1|QocvFWCItqqfYp2U1Zy4c4YKTZc=|n5TlPVGAM6BESfZ31qLpZjgD8KY= ssh-ed25519 AAAA");
        assertThat(hashed.isFor("files.example.com", 2222)).isTrue();
        assertThat(hashed.isFor("files.example.com", 2223)).isFalse();
    }

    @Test
    void aMarkerIsNoHost() {
        KnownHost revoked = line("@revoked * ssh-rsa AAAA");
        assertThat(revoked.marker()).isEqualTo("revoked");
        assertThat(revoked.isFor("files.example.com", 22)).isTrue();
        assertThat(revoked.type()).isEqualTo("ssh-rsa");
    }

    @ParameterizedTest
    @CsvSource({
        "'# files.example.com ssh-rsa AAAA'",
        "''",
        "files.example.com ssh-rsa",
        "@revoked files.example.com ssh-rsa"
    })
    void whatIsNoLineIsNone(String text) {
        assertThat(KnownHost.parse(text)).isNull();
    }

    private static KnownHost line(String text) {
        return Objects.requireNonNull(KnownHost.parse(text));
    }
}
