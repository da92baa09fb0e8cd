package io.exportroutes.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "192.168.1.128/25, 192.168.1.127, false",
        "192.168.1.128/25, 192.168.1.255, true",
        "127.0.0.8, 127.0.0.8, true",
        "127.0.0.8, 127.0.0.9, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fd12::1, true",
        "fd00::/8, fe80::1, false"
    })
    void anAddressIsInItsRange(String subnet, String address, boolean in) {
        assertThat(Subnet.parse(subnet).contains(Subnet.address(address).orElseThrow()))
                .isEqualTo(in);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/8/8", "10.0.0.0/-1"})
    void whatIsNoRangeIsNone(String text) {
        assertThatThrownBy(() -> Subnet.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "cafe", "0x7f.1", "1.2.3.4.5", ""})
    void aNameIsNoAddressAndNobodyIsAskedForIt(String text) {
        assertThat(Subnet.address(text)).isEmpty();
    }
}
