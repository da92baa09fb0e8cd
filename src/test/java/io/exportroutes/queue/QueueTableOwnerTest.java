package io.exportroutes.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A dependency on another package's table is one that no import shows: only the queue names its own. */
class QueueTableOwnerTest {
    private static final Path MAIN = Path.of("src/main");
    private static final Path MIGRATIONS = Path.of("src/main/resources/io/exportroutes/ledger/migration");
    /** Made from the migrations, as a test of it sees to. */
    private static final Path TEMPLATE = Path.of("src/main/resources/io/exportroutes/ledger/ledger-template.sql");

    private static final Path QUEUE = Path.of("src/main/java/io/exportroutes/queue");

    @Test
    void onlyTheQueueAndTheMigrationsNameItsTable() throws IOException {
        List<Path> own = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        try (Stream<Path> files = Files.walk(MAIN)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file).contains("scheduled_tasks")) {
                    boolean itsOwn = file.startsWith(QUEUE) || file.startsWith(MIGRATIONS) || file.equals(TEMPLATE);
                    (itsOwn ? own : others).add(file);
                }
            }
        }

        assertThat(others).as("use a fragment of %s", QueueSql.class).isEmpty();
        assertThat(own).contains(QUEUE.resolve("QueueSql.java"));
    }
}
