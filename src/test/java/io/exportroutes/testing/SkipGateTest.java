package io.exportroutes.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Planted skips fail the process that runs them, unless their reason is listed. */
class SkipGateTest {
    private static final String PLANTED = "planted-skip";

    @Test
    void aSkipThatIsNotListedFailsTheBuild() throws Exception {
        Process tests = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Objects.requireNonNull(System.getProperty("java.class.path")),
                        TaggedTests.class.getName(),
                        PLANTED,
                        "none")
                .redirectErrorStream(true)
                .start();

        String said = new String(tests.getInputStream().readAllBytes());

        assertThat(tests.waitFor()).isNotZero();
        assertThat(said)
                .contains("not in src/test/resources/permitted-skips.txt", "disabled()", "assumed()", "for a whim")
                .doesNotContain("listed()");
    }

    /** Nobody runs them but this test: classes within others are left out by Surefire. */
    @Tag(PLANTED)
    static class Planted {
        @Disabled("for a whim")
        @Test
        void disabled() {}

        @Test
        void assumed() {
            Assumptions.assumeTrue(false, "for a whim too");
        }

        @Test
        void listed() {
            Assumptions.assumeTrue(false, SkipGate.read().get(0) + ", as ever");
        }
    }
}
