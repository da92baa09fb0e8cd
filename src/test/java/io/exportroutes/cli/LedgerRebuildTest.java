package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.custody.Keys;
import io.exportroutes.testing.Edit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The state folder is deleted, and the ledger made anew from what lies at the destinations. */
class LedgerRebuildTest extends CustodyScene {
    private String gone = "";

    @Test
    void aLedgerIsMadeAnewFromWhatDestinationsHave() throws Exception {
        oneIsHeldOneExpiresAndOneIsRepaired();
        String plan = plan();
        String holds = holds();
        List<Shown> copies = copies();
        Path before = fetched("before");
        byNumber(before);
        byNumber(before, "--no-ledger");
        Files.move(site.state(), directory.resolve("lost"));

        Bench.Outcome rebuilt = rebuild(0);

        assertThat(rebuilt.out())
                .contains("The ledger has 7 copies from archive, mirror.", "1 hold is open; 1 more copies expired");
        assertThat(rebuilt.err()).isEmpty();
        assertThat(copies()).isEqualTo(copies).extracting(Shown::key).anyMatch(key -> key.contains("repaired-1"));
        assertThat(holds()).isEqualTo(holds).contains("audit 2026", "Ada");
        assertThat(plan()).isEqualTo(plan).contains("audit 2026");
        assertThat(fetched("after")).hasSameBinaryContentAs(before);
        assertThat(run(fetching(gone, directory.resolve("gone"), "--from", "mirror"))
                        .err())
                .contains(gone + "@mirror expired on 20");
        assertThat(rebuild(1).err()).as("a ledger that knows runs").contains("was left as it is");
        theChainGoesOn();
        onlyAChainOfOursIsBelieved();
    }

    private void oneIsHeldOneExpiresAndOneIsRepaired() throws Exception {
        Edit.file(site.config().resolve("exports.yaml"), "type: file,", "type: file, retention: {keep-last: 1},");
        runOnce();
        runOnce();
        assertSucceeds("hold", "add", copies().get(3).exportId(), "--reason", "audit 2026", "--by", "Ada");
        runOnce();
        assertSucceeds("retention", "apply", "--yes", "--destination", "mirror");
        Shown expired = copies().get(2);
        assertThat(expired.destination()).as("the only copy that is left of it").isEqualTo("archive");
        gone = expired.exportId();
        Shown damaged = copies().get(1);
        Files.writeString(site.mirror().resolve(damaged.key()), "cut");
        assertSucceeds("archive", "repair", damaged.exportId() + "@mirror", "--by", "Ada");
        runOnce(); // brings the entries to the destinations
    }

    private Bench.Outcome rebuild(int status) {
        Bench.Outcome outcome = run("ledger", "rebuild", "--from", "archive", "--from", "mirror");
        assertThat(outcome.status()).as(outcome.out() + outcome.err()).isEqualTo(status);
        return outcome;
    }

    private void theChainGoesOn() {
        runOnce();
        assertThat(run("archive", "verify", "nightly").out())
                .contains("archive: 9 entries", "mirror: 9 entries", "authentic, and complete")
                .doesNotContain(" NO", "behind", "part at");
    }

    /** Whoever can write to a destination has a key as well, but not ours. */
    private void onlyAChainOfOursIsBelieved() throws Exception {
        Path config = site.config().resolve("exports.yaml");
        Path other = Files.createDirectory(directory.resolve("other"));
        Edit.file(config, key.toString(), Keys.file(other, "Ed25519").toString());
        Files.move(site.state(), directory.resolve("lost-again"));
        assertThat(rebuild(3).err()).contains("is not believed", "holds above all");
        assertThat(holds()).doesNotContain("audit 2026");

        Files.writeString(
                config,
                Files.readAllLines(config).stream()
                        .filter(line -> !line.startsWith("custody:"))
                        .collect(Collectors.joining("\n")));
        Files.move(site.state(), directory.resolve("lost-for-good"));
        Bench.Outcome blind = rebuild(3);
        assertThat(blind.out()).contains("exports.yaml has no custody: holds do not come back");
        assertThat(blind.err())
                .as("only the chain knew what the evidence is, and what expired")
                .contains("has 3 bytes, and its sidecar says", "no chain tells why");
    }

    private String plan() {
        return run("retention", "plan", "--output", "json").out();
    }

    /** The last entry stored the newest copy, and the first one nothing. */
    private void byNumber(Path newest, String... options) {
        Path file = directory.resolve("by-number" + options.length);
        assertSucceeds(fetching("nightly#8", file, options));
        assertThat(file).hasSameBinaryContentAs(newest);
        assertThat(run(fetching("nightly#1", file, options)))
                .satisfies(outcome ->
                        assertThat(outcome.err()).contains("Entry 1 of the chain of custody nightly stored nothing"))
                .extracting(Bench.Outcome::status)
                .isEqualTo(4);
        assertThat(run(fetching("nightly#9", file, options)))
                .satisfies(outcome ->
                        assertThat(outcome.err()).contains("There is no entry 9 of the chain of custody nightly"))
                .extracting(Bench.Outcome::status)
                .isEqualTo(4);
    }

    private static String[] fetching(String what, Path file, String... options) {
        return Stream.concat(
                        Stream.of("archive", "fetch", what, "--to", file.toString(), "--force"), Stream.of(options))
                .toArray(String[]::new);
    }

    /** Without the time: that of an entry is some milliseconds later. */
    private String holds() {
        return run("hold", "--output", "json").out().replaceAll("\"at\":\"[^\"]*\"", "");
    }

    /** A copy as archive list has it. */
    private record Shown(String exportId, String destination, String key) {}

    private List<Shown> copies() {
        List<Shown> copies = new ArrayList<>();
        for (JsonNode listed : run("archive", "list", "--output", "json").json().path("copies")) {
            JsonNode copy = listed.path("copy");
            copies.add(new Shown(
                    copy.at("/of/exportId").asText(),
                    copy.path("destination").asText(),
                    copy.path("key").asText()));
        }
        return copies;
    }

    private Path fetched(String name) {
        Path file = directory.resolve(name);
        Bench.Outcome outcome = run("archive", "fetch", "nightly", "--to", file.toString());
        assertThat(outcome.status()).as(outcome.err()).isZero();
        return file;
    }
}
