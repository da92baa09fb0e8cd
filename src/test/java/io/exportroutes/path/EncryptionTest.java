package io.exportroutes.path;

import static io.exportroutes.encryption.AgeProgram.ESCROW;
import static io.exportroutes.encryption.AgeProgram.OPS;
import static io.exportroutes.encryption.AgeProgram.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.encryption.AgeProgram;
import io.exportroutes.encryption.Recipient;
import io.exportroutes.lab.demo.ReadBack;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.CopyEntry;
import io.exportroutes.ledger.CopyFilter;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Destinations that get artifacts encrypted, beside others that do not. */
class EncryptionTest {
    private static final String BOTH =
            "encrypt: {to: [%s, %s], names: [ops-2026, escrow]}".formatted(OPS.recipient(), ESCROW.recipient());
    private static final String MAIL = "encrypt: {to: [%s], plain-digest: omit}".formatted(ESCROW.recipient());

    @TempDir
    private Path directory;

    /** Also where the destination was down, and the program and its configuration were others when it came back. */
    @Test
    void eachSetOfRecipientsHasItsOwnBytesEverywhereAndEachTime() throws Exception {
        AgeProgram.assumeInstalled();
        try (Journey journey = new Journey(directory)) {
            Run run = encrypted(journey)
                    .with("ops: {", "ops: {" + MAIL + ", ")
                    .begin(
                            "nightly: {project: crm, export: database, destinations: [archive, mirror, vault, ops, partner]}")
                    .once("nightly");

            journey.assertWholeEverywhere(run, "partner");
            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            byte[] stored = bytes(journey, run, "archive");
            assertThat(bytes(journey, run, "mirror")).isEqualTo(stored);
            assertOpened(journey, run, stored, OPS);
            assertOpened(journey, run, stored, ESCROW);
            assertOpened(journey, run, bytes(journey, run, "ops"), ESCROW);
            assertSidecars(journey, run);

            journey.stop();
            journey.site().s3().createBucket("acme-vault");
            journey.with("vault: {" + BOTH, "vault: {encrypt: {to: [" + STRANGER.recipient() + "]}")
                    .begin("nightly: {project: crm, export: database, destinations: [vault]}");
            journey.engine().appContext().deadLetters().replay(run.id());
            assertThat(journey.settled(run.id()).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(bytes(journey, run, "vault")).isEqualTo(stored);
            assertThat(journey.calls("GET", "/download")).isEqualTo(1);
            Awaitility.await().untilAsserted(() -> assertThat(spooled(journey)).isEmpty());
        }
    }

    private static void assertSidecars(Journey journey, Run run) throws IOException {
        String key = journey.delivery(run, "mirror").plan().key() + ".manifest.json";
        byte[] sidecar = Files.readAllBytes(journey.site().mirror().resolve(key));
        assertThat(journey.site().s3().read(Site.BUCKET, key)).isEqualTo(sidecar);
        JsonNode json = new ObjectMapper().readTree(sidecar);
        CopyEntry copy = journey.ledger()
                .deliveries()
                .copies()
                .newest(CopyFilter.ofRun(run.id()).at("mirror"), null, 1)
                .get(0);
        byte[] stored =
                Files.readAllBytes(journey.site().mirror().resolve(copy.plan().key()));

        assertThat(key).endsWith(".zip.age.manifest.json");
        assertThat(copy.stored().size()).isEqualTo(stored.length);
        assertThat(copy.stored().sha256()).isEqualTo(ReadBack.sha256(stored));
        assertThat(json.at("/artifact/name").asText()).endsWith(".zip.age");
        assertThat(json.at("/artifact/size").asLong()).isEqualTo(stored.length);
        assertThat(json.at("/artifact/sha256").asText()).isEqualTo(ReadBack.sha256(stored));
        assertThat(json.at("/plain/sha256").asText())
                .isEqualTo(journey.onlyExport(run).bytes().sha256());
        assertThat(json.at("/encryption/format").asText()).isEqualTo("age-encryption.org/v1");
        assertThat(json.at("/encryption/recipients").findValuesAsText("name"))
                .containsExactlyInAnyOrder("ops-2026", "escrow");
        assertThat(json.at("/encryption/recipients").findValuesAsText("fingerprint"))
                .contains(new Recipient(null, OPS.recipient()).fingerprint());
    }

    private void assertOpened(Journey journey, Run run, byte[] stored, AgeProgram.Pair pair) throws Exception {
        Path file = Files.write(directory.resolve("stored.age"), stored);
        Path opened = directory.resolve("opened");
        Files.deleteIfExists(opened);

        assertThat(AgeProgram.run("-d", "-i", pair.file(directory) + "", "-o", opened + "", file + ""))
                .isZero();
        assertThat(ReadBack.sha256(Files.readAllBytes(opened)))
                .isEqualTo(journey.onlyExport(run).bytes().sha256());
    }

    /** Other bytes would be others than those that a destination, its sidecar and the ledger have. */
    @Test
    void bytesThatADestinationHasAreNeverMadeAnew() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = encrypted(journey)
                    .begin("nightly: {project: crm, export: database, destinations: [mirror, vault]}")
                    .once("nightly");
            replayWithEmptySpool(journey, run);

            Delivery vault = journey.delivery(run, "vault");
            assertThat(vault.state()).isEqualTo(DeliveryState.DEAD);
            assertThat(vault.failure().code()).isEqualTo("encrypted_bytes_lost");
        }
    }

    @Test
    void bytesThatNobodyHasAreMadeAnew() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = encrypted(journey)
                    .begin("nightly: {project: crm, export: database, destinations: [vault]}")
                    .once("nightly");
            replayWithEmptySpool(journey, run);

            assertThat(journey.delivery(run, "vault").state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(journey.ledger()
                            .deliveries()
                            .copies()
                            .newest(CopyFilter.ofRun(run.id()), null, 1)
                            .get(0)
                            .stored()
                            .sha256())
                    .isEqualTo(ReadBack.sha256(bytes(journey, run, "vault")));
        }
    }

    @Test
    void aSpoolThatCanNeverHoldBothSaysSoAtOnceAndThePlainOnesArrive() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().addExport(PlantedExport.table("crm", "contacts", Csv.of("contacts", 4000)));
            Run run = encrypted(journey)
                    .with("defaults:\n", "limits: {spool: {max-size: 6KB, reserve: 0B}}\ndefaults:\n")
                    .begin("sweep: {project: crm, export: existing, destinations: [mirror, partner]}")
                    .once("sweep");

            journey.assertWholeEverywhere(run, "partner");
            assertThat(journey.delivery(run, "mirror").failure().code()).isEqualTo("spool_full");
        }
    }

    private static Journey encrypted(Journey journey) {
        for (String destination : List.of("archive", "mirror", "vault")) {
            journey.with(destination + ": {", destination + ": {" + BOTH + ", ");
        }
        return journey;
    }

    private static void replayWithEmptySpool(Journey journey, Run run) throws IOException {
        journey.stop();
        for (Path file : spooled(journey)) {
            Files.delete(file);
        }
        journey.site().s3().createBucket("acme-vault");
        journey.restart(EngineOptions.Mode.COMMAND);
        journey.engine().appContext().deadLetters().replay(run.id());
        journey.settled(run.id());
    }

    private static List<Path> spooled(Journey journey) throws IOException {
        try (Stream<Path> files = Files.walk(journey.site().state().resolve("spool"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static byte[] bytes(Journey journey, Run run, String destination) throws Exception {
        Delivery delivery = journey.delivery(run, destination);
        assertThat(delivery.state())
                .as("%s: %s", delivery.id(), delivery.failure().message())
                .isEqualTo(DeliveryState.DELIVERED);
        return new ReadBack(journey.site()).bytes(delivery).orElseThrow();
    }
}
