package io.exportroutes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.demo.ReadBack;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What must lie at the destinations once all is settled, whoever brought it there and however often. */
final class FarEnds {
    /** What this S3 server keeps of open uploads, which are counted by themselves. */
    private static final String SERVERS_OWN = ".s3proxy-mpu-stub-";

    /** What the program leaves in a base directory to know it again. */
    private static final String MARKER = ".export-routes-destination";

    private static final List<String> STORES = List.of("archive", "parts", "partner", "mirror");

    private final Site site;
    private final Ledger ledger;

    FarEnds(Site site, Ledger ledger) {
        this.site = site;
        this.ledger = ledger;
    }

    /** Each run succeeded with one export, and each store has one whole copy and sidecar for each, and nothing else. */
    void checkWhole(List<String> runs) throws IOException, InterruptedException {
        for (String store : STORES) {
            List<String> expected = new ArrayList<>(isBucket(store) ? List.of() : List.of(MARKER));
            for (String run : runs) {
                expected.addAll(check(run, store));
            }
            assertThat(keys(store)).as("what is at " + store).containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(site.sandbox().calls().stream()
                        .filter(call ->
                                call.method().equals("POST") && call.path().endsWith("/export/database")))
                .as("exports that the API was asked for")
                .hasSize(runs.size());
        // A node that was taken over from aborts its own upload, which may be a moment after the run's end elsewhere.
        Cluster.await(
                "every upload that was given up to be aborted", () -> site.s3().openUploads(Cluster.PARTS) == 0);
    }

    private List<String> check(String runId, String store) throws IOException, InterruptedException {
        Run run = ledger.runs().find(runId).orElseThrow();
        assertThat(run.state()).as("%s: %s", runId, run.failure().message()).isEqualTo(RunState.SUCCEEDED);
        List<ExportEntry> exports = ledger.exports().ofRun(runId);
        assertThat(exports).as(runId).hasSize(1);
        ExportEntry export = exports.get(0);
        Delivery delivery =
                ledger.deliveries().find(export.manifest().id(), store).orElseThrow();
        assertThat(delivery.state()).as(delivery.id()).isEqualTo(DeliveryState.DELIVERED);
        String sidecar = delivery.plan().key() + ".manifest.json";
        String original = ReadBack.sha256(original(export));
        assertThat(export.bytes().sha256()).as("what the ledger says").isEqualTo(original);
        assertThat(ReadBack.sha256(read(store, delivery.plan().key())))
                .as("what %s has of %s", store, runId)
                .isEqualTo(original);
        assertThat(new String(read(store, sidecar), StandardCharsets.UTF_8)).contains(original, runId);
        return List.of(delivery.plan().key(), sidecar);
    }

    private byte[] original(ExportEntry export) throws IOException, InterruptedException {
        URI uri = URI.create(site.sandbox().baseUri() + "/projects/crm/export/download/"
                + export.manifest().id());
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + site.sandbox().token())
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    /** Hidden files too; what the other job puts at the mirror left out. */
    private List<String> keys(String store) throws IOException {
        Stream<String> all = isBucket(store) ? site.s3().keys(bucket(store)).stream() : files(folder(store)).stream();
        return all.filter(key -> !key.startsWith(SERVERS_OWN) && !key.startsWith("crm/" + Cluster.TICK + "/"))
                .toList();
    }

    private byte[] read(String store, String key) throws IOException {
        return isBucket(store)
                ? site.s3().read(bucket(store), key)
                : Files.readAllBytes(folder(store).resolve(key));
    }

    private static boolean isBucket(String store) {
        return store.equals("archive") || store.equals("parts");
    }

    private static String bucket(String store) {
        return store.equals("archive") ? Site.BUCKET : Cluster.PARTS;
    }

    private Path folder(String store) {
        return store.equals("mirror") ? site.mirror() : site.ssh().root().resolve("incoming");
    }

    static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> Objects.toString(folder.relativize(file)))
                    .toList();
        }
    }
}
