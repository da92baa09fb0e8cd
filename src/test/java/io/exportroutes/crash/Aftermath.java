package io.exportroutes.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.demo.ReadBack;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.RecordedCall;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** What must be true once all is settled, however often the program died on the way. */
final class Aftermath {
    /** What this S3 server keeps of open uploads, which are counted by themselves. */
    private static final String SERVERS_OWN = ".s3proxy-mpu-stub-";

    /** What the program leaves in a base directory to know it again. */
    private static final String MARKER = ".export-routes-destination";

    private static final List<String> STORES = List.of("archive", "parts", "partner", "mirror");

    private final Site site;
    private final Run run;
    private final ExportEntry export;
    private final List<Delivery> deliveries;

    private Aftermath(Site site, Ledger ledger) {
        this.site = site;
        List<Run> runs = Scene.runs(ledger);
        assertThat(runs).hasSize(1);
        this.run = runs.get(0);
        List<ExportEntry> exports = ledger.exports().ofRun(run.id());
        assertThat(exports).hasSize(1);
        this.export = exports.get(0);
        this.deliveries = ledger.deliveries().ofRun(run.id());
    }

    static void check(Scene scene) throws IOException, InterruptedException, MessagingException {
        Aftermath aftermath = scene.ledger(ledger -> new Aftermath(scene.site(), ledger));
        aftermath.oneRunSucceededWithOneExport();
        aftermath.eachStoreHasOneArtifactAndOneSidecar();
        aftermath.theMailHasOneIdentity();
        aftermath.nothingIsLeftBehind();
    }

    private void oneRunSucceededWithOneExport() {
        assertThat(run.state()).as("%s", run.failure().message()).isEqualTo(RunState.SUCCEEDED);
        assertThat(site.sandbox().calls().stream()
                        .filter(call -> call.method().equals("POST"))
                        .map(RecordedCall::path))
                .as("exports that the API was asked for")
                .hasSize(1);
        assertThat(deliveries).hasSize(5).allMatch(delivery -> delivery.state() == DeliveryState.DELIVERED);
    }

    private void eachStoreHasOneArtifactAndOneSidecar() throws IOException, InterruptedException {
        String sha256 = ReadBack.sha256(original());
        assertThat(export.bytes().sha256()).as("what the ledger says").isEqualTo(sha256);
        for (String store : STORES) {
            String key = delivery(store).plan().key();
            String sidecar = key + ".manifest.json";
            assertThat(keys(store))
                    .as("what is at " + store)
                    .containsExactlyInAnyOrderElementsOf(
                            isBucket(store) ? List.of(key, sidecar) : List.of(key, sidecar, MARKER));
            assertThat(ReadBack.sha256(read(store, key)))
                    .as("what " + store + " has")
                    .isEqualTo(sha256);
            assertThat(new String(read(store, sidecar), StandardCharsets.UTF_8)).contains(sha256, run.id());
        }
    }

    /** A crash between the server's word and the ledger's means a second mail: whoever gets it can tell by its id. */
    private void theMailHasOneIdentity() throws MessagingException, IOException {
        Set<String> ids = new HashSet<>();
        for (MimeMessage mail : site.smtp().received()) {
            ids.addAll(List.of(mail.getHeader("Message-ID")));
        }
        assertThat(ids).as("Message-IDs").hasSize(1);
        List<MimeMessage> mails = site.smtp().received();
        assertThat(mails.size()).isPositive();
        ReadBack readBack = new ReadBack(site);
        assertThat(readBack.bytes(delivery("ops")).map(ReadBack::sha256))
                .hasValue(export.bytes().sha256());
    }

    private void nothingIsLeftBehind() throws IOException {
        assertThat(site.s3().openUploads(Scene.PARTS)).as("open uploads").isZero();
        assertThat(files(site.state().resolve("spool"))).as("spool").isEmpty();
    }

    private byte[] original() throws IOException, InterruptedException {
        URI uri = URI.create(site.sandbox().baseUri() + "/projects/crm/export/download/"
                + export.manifest().id());
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .header(
                                        "Authorization",
                                        "Bearer " + site.sandbox().token())
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    private Delivery delivery(String destination) {
        return deliveries.stream()
                .filter(one -> one.destination().equals(destination))
                .findFirst()
                .orElseThrow();
    }

    private List<String> keys(String store) throws IOException {
        return isBucket(store)
                ? site.s3().keys(bucket(store)).stream()
                        .filter(key -> !key.startsWith(SERVERS_OWN))
                        .toList()
                : files(folder(store));
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
        return store.equals("archive") ? Site.BUCKET : Scene.PARTS;
    }

    private Path folder(String store) {
        return store.equals("mirror") ? site.mirror() : site.ssh().root().resolve("incoming");
    }

    /** All files below, hidden ones too. */
    private static List<String> files(Path folder) throws IOException {
        Function<Path, String> name = file -> Objects.toString(folder.relativize(file));
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).map(name).sorted().toList();
        }
    }
}
