package io.exportroutes.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not found would be said to be nowhere. */
class CanariesTest {
    private static final String SECRET = "canary \"of\" &=+ 1";
    private static final byte[] BYTES = SECRET.getBytes(StandardCharsets.UTF_8);

    private final Canaries canaries = new Canaries();

    @BeforeEach
    void add() {
        canaries.add("token", "pat_another");
        canaries.add("password", SECRET);
    }

    @Test
    void aSecretIsFoundInEachForm() {
        assertFound("at " + SECRET + ".");
        assertFound("{\"at\": \"canary \\\"of\\\" &=+ 1\"}");
        assertFound(URLEncoder.encode(SECRET, StandardCharsets.UTF_8));
        assertFound("?p=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8).replace("+", "%20"));
        assertFound("0x" + HexFormat.of().formatHex(BYTES));
        for (String user : new String[] {"", "x:", "ab:", "abc:"}) {
            assertFound("Basic "
                    + Base64.getEncoder().encodeToString((user + SECRET + "!").getBytes(StandardCharsets.UTF_8)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", ":"})
    void aSecretIsFoundInADumpOfSeveralLines(String between) {
        String dump = HexFormat.ofDelimiter(between).formatHex(BYTES);
        int middle = 7 * 3;

        assertFound("0000: " + dump.substring(0, middle) + " canary.\n" + "0007: "
                + dump.substring(middle).toUpperCase(Locale.ROOT) + " .of.");
    }

    @Test
    void whatHasNoneIsQuiet() {
        assertThat(canaries.in("canary \"of\" nothing\nat 12:34:56:78:90 ab cd ef 01 02\npat_"))
                .isEmpty();
    }

    private void assertFound(String text) {
        assertThat(canaries.in(text)).as(text).isNotEmpty().allMatch(found -> found.startsWith("password "));
    }
}
