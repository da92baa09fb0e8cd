package io.exportroutes.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 19: what the address of the ledger means is what the driver takes it for. */
class LedgerUrlsTest {
    private static final String ELSEWHERE = "jdbc:postgresql://db.example.com/exports?";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sslMode=require",
                "SSLMODE=verify-full",
                "ssl=true&sslmode=prefer",
                "sslmode=require&sslmode=allow",
                "sslmode=prefer&ssl",
                "ssl=false",
                "Ssl=true",
                "ssl=yes",
                "sslmode",
                "sslmode=",
                "a=b"
            })
    void anAddressThatMayBeInClearIsNoticed(String options) {
        assertThat(LedgerUrls.mayBeInClear(ELSEWHERE + options)).isTrue();
        assertThat(encrypted(ELSEWHERE + options)).as("for the driver").isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sslmode=require",
                "sslmode=VERIFY-FULL",
                "sslmode=verify%2Dca",
                "sslmode=prefer&sslmode=require",
                "ssl=false&sslmode=require",
                "ssl",
                "ssl=",
                "ssl=TRUE",
                "a=b&&ssl=true"
            })
    void anAddressThatIsEncryptedWillDo(String options) {
        assertThat(LedgerUrls.mayBeInClear(ELSEWHERE + options)).isFalse();
        assertThat(encrypted(ELSEWHERE + options)).as("for the driver").isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql:exports?host=db.example.com",
                "jdbc:postgresql:exports?Host=db.example.com",
                "jdbc:postgresql://localhost/exports?a=b&PGHOST=db.example.com"
            })
    void anOptionThatMovesTheHostIsNamed(String url) {
        assertThat(LedgerUrls.namesHostElsewhere(url))
                .hasValueSatisfying(name -> assertThat(url).contains(name + "=db"));
        assertThat(property(url, "PGHOST")).as("for the driver").isEqualTo("db.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jdbc:postgresql:exports?pghost=db.example.com", "jdbc:postgresql:exports?hosts=db.example.com"})
    void whatTheDriverIgnoresMovesNothing(String url) {
        assertThat(LedgerUrls.namesHostElsewhere(url)).isEmpty();
        assertThat(property(url, "PGHOST")).as("for the driver").isEqualTo("localhost");
    }

    @Test
    void aServiceMayNameAnyHost() {
        assertThat(LedgerUrls.namesHostElsewhere("jdbc:postgresql:exports?service=prod"))
                .hasValue("service");
    }

    /** By the driver's own reading; without an sslmode it is ssl that counts, empty or true. */
    private static boolean encrypted(String url) {
        String mode = property(url, "sslmode");
        String ssl = property(url, "ssl");
        return mode == null
                ? ssl != null && (ssl.isEmpty() || ssl.equalsIgnoreCase("true"))
                : Set.of("require", "verify-ca", "verify-full").contains(mode.toLowerCase(java.util.Locale.ROOT));
    }

    private static @Nullable String property(String url, String name) {
        try {
            return Stream.of(DriverManager.getDriver(url).getPropertyInfo(url, new Properties()))
                    .filter(property -> property.name.equals(name))
                    .findFirst()
                    .map((DriverPropertyInfo property) -> property.value)
                    .orElse(null);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(url, e);
        }
    }
}
