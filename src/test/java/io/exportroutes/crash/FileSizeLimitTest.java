package io.exportroutes.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.testing.Java;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program as a process whose files may not grow beyond a limit of the operating system. That needs no rights, and its
 * writes fail unforeseen, as on a disk that others fill.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "ulimit is a shell's")
class FileSizeLimitTest {
    private static final int KILOBYTES = 3000;

    @TempDir
    private Path directory;

    @Test
    void aSpoolThatCannotGrowFailsTheRunByNameAndALaterStartDeliversItOnce() throws Exception {
        try (Scene scene = Scene.open(directory, 14_000);
                Victim limited = Victim.startLimited(KILOBYTES, scene.site(), "once", "nightly")) {
            assertThat(limited.status()).as(limited.output()).isEqualTo(1);
            assertThat(limited.output()).contains("cannot be written", "File too large", "dead-letters replay");
            assertThat(scene.state()).isEqualTo("FAILED");

            try (Victim replay = Victim.start(scene.site(), null, "dead-letters", "replay", "--all")) {
                assertThat(replay.status()).as(replay.output()).isZero();
            }

            Aftermath.check(scene);
        }
    }

    @Test
    void aLedgerThatCannotGrowRefusesByNameAndKeepsWhatItConfirmed() throws Exception {
        Path file = directory.resolve("ledger.db");

        List<String> said = fillLimited(file);

        assertThat(said).hasSize(2);
        assertThat(said.get(0)).isIn("io_error", "disk_full");
        int confirmed = Integer.parseInt(said.get(1));
        assertThat(confirmed).isPositive();
        try (Ledger ledger = Ledger.open(LedgerSource.sqlite(file), Clock.systemUTC())) {
            assertThat(ledger.runs().recent(null, Integer.MAX_VALUE)).hasSize(confirmed);
        }
    }

    private static List<String> fillLimited(Path file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Victim.limit(KILOBYTES));
        command.addAll(Java.command());
        command.addAll(List.of(LedgerFiller.class.getName(), file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> said =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        process.waitFor();
        return said;
    }
}
