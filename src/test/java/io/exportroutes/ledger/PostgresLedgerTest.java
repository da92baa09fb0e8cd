package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exportroutes.config.Secret;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FinalFailure;
import io.exportroutes.failure.PassingFailure;
import io.exportroutes.testing.PostgresServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresLedgerTest {
    @Test
    void eightNodesThatOpenANewLedgerAtOnceAllGetIt() throws Exception {
        LedgerSource source = PostgresServer.empty();

        List<Boolean> added = LedgerContract.atOnce(() -> {
            try (Ledger ledger = Ledger.open(source, Clock.systemUTC())) {
                return ledger.runs().add(Samples.run("r1"));
            }
        });

        assertThat(added).containsOnlyOnce(true);
    }

    @Test
    void aServerThatDoesNotAnswerIsAPassingFailure() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        ExportFailure failure = openFails(
                new LedgerSource("jdbc:postgresql://localhost:" + port + "/x?password=hush", "u", new Secret("hush")));

        assertThat(failure).isInstanceOf(PassingFailure.class);
        assertThat(failure.code()).isEqualTo("ledger_unreachable");
        assertThat(failure.toString()).doesNotContain("hush");
    }

    @Test
    void aDatabaseThatIsNotThereIsFinal() {
        LedgerSource known = PostgresServer.empty();

        ExportFailure failure = openFails(new LedgerSource(known.url() + "_not", known.username(), null));

        assertThat(failure).isInstanceOf(FinalFailure.class);
        assertThat(failure.code()).isEqualTo("ledger_missing");
    }

    @Test
    void aUrlOfNoKnownKindIsFinal() {
        assertThat(openFails(new LedgerSource("jdbc:h2:mem:x", null, null)).code())
                .isEqualTo("ledger_url");
    }

    @Test
    void theSourceShowsNoOption() {
        assertThat(new LedgerSource("jdbc:postgresql://h/d?password=hush", "u", new Secret("hush")))
                .hasToString("jdbc:postgresql://h/d");
    }

    private static ExportFailure openFails(LedgerSource source) {
        return catchThrowableOfType(ExportFailure.class, () -> Ledger.open(source, Clock.systemUTC())
                .close());
    }
}
