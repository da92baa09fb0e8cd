package io.exportroutes.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Planted skips fail the process that runs them, unless their reason is listed. */
class SkipGateTest {
    private static final String PLANTED = "planted-skip";

    @Test
    void aSkipThatIsNotListedFailsTheBuild() throws Exception {
        List<String> command = Java.command();
        command.addAll(List.of(TaggedTests.class.getName(), PLANTED, "none"));
        Process tests = new ProcessBuilder(command).redirectErrorStream(true).start();

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
