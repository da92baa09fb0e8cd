package io.exportroutes.doctor;

import static io.exportroutes.encryption.AgeProgram.ESCROW;
import static io.exportroutes.encryption.AgeProgram.OPS;
import static io.exportroutes.encryption.AgeProgram.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.encryption.Recipient;
import io.exportroutes.encryption.RecipientSet;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.ReadBackPolicy.Depth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Before anything is read back it is said whether encrypted copies can be opened. */
class IdentityFindingTest {
    private static final RecipientSet RECIPIENTS = new RecipientSet(
            List.of(new Recipient(null, OPS.recipient()), new Recipient(null, ESCROW.recipient())), true);

    @TempDir
    Path folder;

    @Test
    void withoutAnIdentityALevelThatNeedsOneIsAWarning() throws IOException {
        assertThat(told(RECIPIENTS, Depth.of(Level.OPENS)))
                .startsWith("WARN")
                .contains("read-backs reach content, and not opens");
        assertThat(told(RECIPIENTS, Depth.of(Level.RESTORES))).contains("and not restores");
        assertThat(told(RECIPIENTS, Depth.of(Level.CONTENT))).isEmpty();
        assertThat(told(null, Depth.of(Level.OPENS))).as("nothing is encrypted").isEmpty();
    }

    @Test
    void anIdentityIsTriedOnWhatIsEncryptedForTheDestination() throws IOException {
        assertThat(told(RECIPIENTS, opening(ESCROW.file(folder))))
                .startsWith("OK")
                .contains("opens what is encrypted");
        assertThat(told(RECIPIENTS, opening(STRANGER.file(folder))))
                .startsWith("FAIL")
                .contains("(no_identity_fits)", "undecryptable");
    }

    @Test
    void aFileThatCannotBeUsedIsAFailure() throws IOException {
        Path open = Files.setPosixFilePermissions(OPS.file(folder), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(told(RECIPIENTS, opening(open))).startsWith("FAIL").contains("open to others");
        assertThat(told(RECIPIENTS, opening(folder.resolve("none.key"))))
                .startsWith("FAIL")
                .contains("none.key");
        assertThat(told(null, opening(folder.resolve("none.key")))).startsWith("FAIL");
    }

    private static Depth opening(Path file) {
        return new Depth(Level.OPENS, file);
    }

    private static String told(@Nullable RecipientSet recipients, Depth depth) throws IOException {
        Findings findings = new Findings(new Named());
        IdentityFinding.tell(findings, recipients, depth);
        return findings.all().isEmpty()
                ? ""
                : findings.all().get(0).level() + " " + findings.all().get(0);
    }

    private record Named() implements Check {
        @Override
        public String name() {
            return "read-back";
        }

        @Override
        public String subject() {
            return "mirror";
        }

        @Override
        public void look(Findings findings) {}
    }
}
