package io.exportroutes.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
    @ParameterizedTest
    @CsvSource({
        "0B, 0",
        "7B, 7",
        "1KB, 1000",
        "10MB, 10000000",
        "10 MB, 10000000",
        "5GB, 5000000000",
        "1TB, 1000000000000",
        "1KiB, 1024",
        "64MiB, 67108864",
        "1GiB, 1073741824",
        "1TiB, 1099511627776",
        "1.5GB, 1500000000"
    })
    void decimalAndBinaryUnitsAreToldApart(String text, long bytes) {
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "KB", "-1KB", "1kb", "1K", "1 XB", "1,5MB", "1iB", "999999999999TB"})
    void anythingElseIsNoSize(String text) {
        assertThatThrownBy(() -> Sizes.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
