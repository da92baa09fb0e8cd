package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.Sidecar;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four runs of a job, of which the policy of the folder keeps three and that of the bucket two; the SFTP server keeps all. */
@SuppressWarnings("NullAway.Init")
class RetentionCommandTest {
    private static final int RUNS = 4;

    @TempDir
    private Path directory;

    private Site site;
    /** The exports, the oldest first. */
    private final List<String> exports = new ArrayList<>();

    @BeforeEach
    void archive() throws IOException {
        site = Site.start(directory, SandboxOptions.defaults());
        site.configure("""
                jobs:
                  nightly: {project: crm, export: schema, destinations: [archive, partner, mirror]}
                """);
        Edit.file(site.config().resolve("exports.yaml"), "type: file,", "type: file, retention: {keep-last: 3},");
        Edit.file(
                site.config().resolve("exports.yaml"),
                "bucket: " + Site.BUCKET,
                "retention: {keep-last: 2}, bucket: " + Site.BUCKET);
        for (int run = 0; run < RUNS; run++) {
            exports.add(run("once", "nightly", "--output", "json")
                    .json()
                    .at("/runs/0/exportId")
                    .asText());
        }
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private Bench.Outcome run(String... arguments) {
        return Bench.at(site, arguments);
    }

    /** Of the plan of this moment. */
    private String name(String... options) {
        List<String> all = new ArrayList<>(List.of("retention", "plan", "--output", "json"));
        all.addAll(List.of(options));
        return run(all.toArray(new String[0])).json().get("plan").asText();
    }

    private List<String> artifactsInMirror() throws IOException {
        try (Stream<Path> files = Files.walk(site.mirror())) {
            return files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .filter(file -> file.contains("exp_") && !file.endsWith(Sidecar.SUFFIX))
                    .toList();
        }
    }

    private Path inMirror(String export) throws IOException {
        return Path.of(artifactsInMirror().stream()
                .filter(file -> file.contains(export))
                .findFirst()
                .orElseThrow());
    }

    private void assertInMirror(String... kept) throws IOException {
        assertThat(artifactsInMirror()).hasSize(kept.length);
        for (String export : kept) {
            inMirror(export);
        }
    }

    @Test
    void aPlanSaysWhyAndRemovesNothing() throws IOException {
        Bench.Outcome plan = run("retention", "plan");

        assertThat(plan.status()).as("the bucket's needs a person").isEqualTo(3);
        assertThat(plan.out())
                .contains("nightly at mirror (keep-last 3)", "nightly at archive (keep-last 2)")
                .doesNotContain("partner (")
                .containsPattern("KEEP .*" + exports.get(3) + ".*last 1 of 3, last good copy")
                .containsPattern("EXPIRE .*" + exports.get(0) + ".*no rule keeps it")
                .contains(
                        "3 kept",
                        "1 would expire",
                        "Blocked: 2 of 4 runs would expire at once",
                        "retention apply --plan");
        assertInMirror(exports.toArray(new String[0]));
    }

    @Test
    void whatWasShownIsRemovedAndNothingElse() throws IOException {
        Bench.Outcome applied = run("retention", "apply", "--plan", name());

        assertThat(applied.status()).as(applied.out() + applied.err()).isZero();
        assertThat(applied.out()).contains("Removed " + exports.get(0) + "@mirror", "3 removed");
        assertInMirror(exports.get(1), exports.get(2), exports.get(3));
        assertThat(site.s3().keys(Site.BUCKET).stream().filter(key -> !key.endsWith(Sidecar.SUFFIX)))
                .hasSize(2);
        assertThat(site.s3().keys(Site.BUCKET))
                .filteredOn(key -> key.endsWith(Sidecar.SUFFIX))
                .as("the record stays")
                .hasSize(RUNS);
        assertThat(run("archive", "list", exports.get(0), "--output", "json")
                        .json()
                        .path("copies"))
                .extracting(copy -> copy.at("/copy/destination").asText())
                .containsExactly("partner");
        assertThat(run("archive", "verify", "nightly").out()).contains("9 copies there");
        assertThat(run("retention", "apply", "--yes").out()).contains("0 removed");
        assertThat(run("once", "nightly").status()).as("and the job goes on").isZero();
    }

    @Test
    void anotherPlanThanTheOneThatWasSeenRemovesNothing() throws IOException {
        String seen =
                run("retention", "plan", "--output", "json").json().get("plan").asText();
        run("once", "nightly");

        Bench.Outcome applied = run("retention", "apply", "--plan", seen);
        assertThat(applied.status()).isEqualTo(2);
        assertThat(applied.err()).contains("not " + seen + ": nothing was removed");
        assertThat(artifactsInMirror()).hasSize(RUNS + 1);
    }

    @Test
    void whatIsHeldStaysUntilItIsLifted() throws IOException {
        assertThat(run("hold", "add", exports.get(0), "--reason", "audit 2026", "--by", "Ada")
                        .out())
                .contains("the copies of " + exports.get(0) + ", 3 in all");
        assertThat(run("hold").out()).containsPattern(exports.get(0) + ".*Ada.*audit 2026");
        assertThat(run("retention", "plan", "nightly", "--destination", "mirror")
                        .out())
                .containsPattern("KEEP .*" + exports.get(0) + ".*held: audit 2026");

        assertThat(run("retention", "apply", "--destination", "mirror", "--yes").status())
                .isZero();
        assertInMirror(exports.toArray(new String[0]));

        assertThat(run("hold", "remove", exports.get(0)).status()).isZero();
        assertThat(run("hold", "remove", exports.get(0)).status()).isEqualTo(4);
        assertThat(run("retention", "apply", "--destination", "mirror", "--yes").status())
                .isZero();
        assertInMirror(exports.get(1), exports.get(2), exports.get(3));
    }

    /** The listing leaves a known copy out, or has it with another size: nothing is sure there any more. */
    @Test
    void aCopyThatIsNotThereBlocksItsDestinationAlone() throws IOException {
        Edit.file(site.config().resolve("exports.yaml"), "keep-last: 3", "keep-last: 1");
        Path gone = inMirror(exports.get(1));
        byte[] bytes = Files.readAllBytes(gone);
        Files.delete(gone);

        Bench.Outcome plan = run("retention", "plan");
        assertThat(plan.status()).isEqualTo(3);
        assertThat(plan.out()).contains("Blocked: the listing misses").containsPattern("BLOCKED .*" + exports.get(0));

        Bench.Outcome applied = run("retention", "apply", "--plan", name());
        assertThat(applied.status()).isEqualTo(3);
        assertThat(applied.out()).contains("2 removed", "Blocked: nightly at mirror");
        assertThat(artifactsInMirror()).hasSize(RUNS - 1);

        Files.write(gone, new byte[] {1});
        assertThat(run("retention", "apply", "--plan", name()).out())
                .contains("0 removed", "Blocked: nightly at mirror");
        Files.write(gone, bytes);
        giveUp(gone, exports.get(1) + "@mirror");
        assertThat(run("retention", "apply", "--plan", name()).out()).contains("2 removed");
        assertInMirror(exports.get(3));
    }

    /** Nothing that is there, nothing twice, and nothing without a place. */
    private void giveUp(Path file, String copy) throws IOException {
        assertThat(run("archive", "mark-lost", copy, "--reason", "x").err()).contains("is at its destination");
        Files.delete(file);
        assertThat(run("archive", "mark-lost", copy, "--reason", "the disk was replaced", "--by", "Ada")
                        .out())
                .contains("Given up: " + copy + ", for: the disk was replaced");
        assertThat(run("archive", "mark-lost", copy, "--reason", "again").status())
                .isEqualTo(4);
        assertThat(run("archive", "mark-lost", exports.get(0), "--reason", "no place")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void whatIsForeignIsCountedAndLeftAlone() throws IOException {
        Path foreign = Files.writeString(site.mirror().resolve("notes.txt"), "mine");
        Path copied = Files.copy(inMirror(exports.get(0)), site.mirror().resolve("crm/nightly/a-copy.json"));

        Bench.Outcome plan = run("retention", "plan", "--destination", "mirror", "--output", "json");
        assertThat(plan.json().at("/places/0/sums/foreign").asInt()).isEqualTo(2);
        run("retention", "apply", "--yes");
        assertThat(foreign).exists();
        assertThat(copied).exists();
    }

    @Test
    void aDestinationThatCannotBeListedLosesNothing() throws IOException {
        Path elsewhere = site.mirror().resolveSibling("unmounted");
        Files.move(site.mirror(), elsewhere);

        Bench.Outcome plan = run("retention", "plan");
        assertThat(plan.status()).isEqualTo(3);
        assertThat(plan.out()).contains("nightly at mirror: no plan.", "What to do: Mount its disk");
        assertThat(run("retention", "apply", "--destination", "mirror", "--yes").status())
                .isEqualTo(3);

        Files.move(elsewhere, site.mirror());
        assertInMirror(exports.toArray(new String[0]));
    }

    @Test
    void aDestinationThatRefusesToDeleteIsAskedAgain() throws IOException {
        site.s3().refuseRemovals(1);
        Bench.Outcome refused =
                run("retention", "apply", "--destination", "archive", "--plan", name("--destination", "archive"));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).contains("Not removed: ", "1 removed");
        assertThat(run("retention", "apply", "--destination", "archive", "--yes")
                        .out())
                .contains("1 removed");
        assertThat(site.s3().keys(Site.BUCKET).stream().filter(key -> !key.endsWith(Sidecar.SUFFIX)))
                .hasSize(2);
    }

    @Test
    void whereNothingExpiresItIsSaid() {
        Bench.Outcome plan = run("retention", "plan", "--destination", "partner");
        assertThat(plan.status()).isEqualTo(2);
        assertThat(plan.err()).contains("everything is kept");
        assertThat(run("retention", "plan", "--at", "tomorrow").status()).isEqualTo(2);
        assertThat(run("retention", "apply").status()).as("nobody agreed").isEqualTo(2);
    }
}
