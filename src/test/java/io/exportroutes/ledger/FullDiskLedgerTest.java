package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real disk that is full: what was confirmed is kept, what is not kept was refused by name. */
@SuppressWarnings("NullAway.Init")
@Tag(SmallDisk.TAG)
class FullDiskLedgerTest {
    private static final int MANY = 10_000;

    @TempDir
    Path directory;

    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(directory.resolve("disk"), 2048);
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void whatIsRefusedIsRefusedByNameAndWhatIsConfirmedIsKept() throws Exception {
        List<String> confirmed = new ArrayList<>();
        try (Ledger ledger = open()) {
            disk.fill(20);
            ExportFailure failure = addUntilRefused(ledger, confirmed);
            assertThat(failure).isInstanceOf(TransientFailure.class).hasMessageContaining("ledger.db");
            assertThat(failure.code()).isEqualTo("disk_full");
            assertThat(failure.hint()).contains("Free space");
            assertThat(ledger.runs().recent(null, MANY)).hasSameSizeAs(confirmed);

            disk.free();
            assertThat(ledger.runs().add(Samples.run("after"))).isTrue();
            assertIntact(ledger);
        }
        try (Ledger ledger = open()) {
            assertIntact(ledger);
            assertThat(ledger.runs().recent(null, MANY))
                    .extracting(Run::id)
                    .contains("after")
                    .containsAll(confirmed)
                    .hasSize(confirmed.size() + 1);
        }
    }

    @Test
    void aLedgerThatIsOpenedOnAFullDiskIsRefusedByNameOrThereWhole() throws Exception {
        List<String> confirmed = new ArrayList<>();
        try (Ledger ledger = open()) {
            disk.fill(20);
            addUntilRefused(ledger, confirmed);
        }
        disk.fill(0);
        ExportFailure failure = catchThrowableOfType(ExportFailure.class, () -> open().close());
        if (failure != null) {
            assertThat(failure.code()).as(failure.getMessage()).isEqualTo("disk_full");
        }
        disk.free();
        try (Ledger ledger = open()) {
            assertIntact(ledger);
            assertThat(ledger.runs().recent(null, MANY)).hasSameSizeAs(confirmed);
        }
    }

    @Test
    void aNewLedgerOnAFullDiskIsRefusedByNameAndMadeOnceThereIsRoom() throws Exception {
        disk.fill(0);
        ExportFailure failure = catchThrowableOfType(ExportFailure.class, () -> open().close());
        assertThat(failure).isInstanceOf(TransientFailure.class);
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo("disk_full");

        disk.free();
        try (Ledger ledger = open()) {
            assertThat(ledger.runs().add(Samples.run("r1"))).isTrue();
        }
    }

    @Test
    void aNewLedgerForWhichTheRoomEndsWhileItIsMadeIsMadeOnceThereIsRoom() throws Exception {
        for (int pages = 1; pages < 40; pages += 3) {
            disk.fill(pages);
            ExportFailure failure = catchThrowableOfType(ExportFailure.class, () -> open().close());
            if (failure != null) {
                assertThat(failure.code()).as("%d pages: %s", pages, failure).isEqualTo("disk_full");
            }
            disk.free();
        }
        try (Ledger ledger = open()) {
            assertThat(ledger.runs().add(Samples.run("r1"))).isTrue();
            assertIntact(ledger);
        }
    }

    private static ExportFailure addUntilRefused(Ledger ledger, List<String> confirmed) {
        ExportFailure failure = null;
        for (int number = 0; failure == null && number < MANY; number++) {
            String id = "r" + number;
            failure = catchThrowableOfType(
                    ExportFailure.class, () -> ledger.runs().add(Samples.full(id)));
            if (failure == null) {
                confirmed.add(id);
            }
        }
        assertThat(failure).as("the disk was never full").isNotNull();
        return failure;
    }

    private Ledger open() {
        return Ledger.open(LedgerSource.sqlite(directory.resolve("disk/ledger.db")), Clock.systemUTC());
    }

    private static void assertIntact(Ledger ledger) throws SQLException, IOException {
        try (Connection connection = ledger.forQueue().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("pragma integrity_check")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getString(1)).isEqualTo("ok");
        }
    }
}
