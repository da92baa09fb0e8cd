package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.Sidecar;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.lab.servers.ObjectLockFront;
import io.exportroutes.lab.servers.ObjectLockRules.Version;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three runs in a bucket with Object Lock, of which the policy keeps the last. */
@SuppressWarnings("NullAway.Init")
class RetentionLockTest {
    private static final Instant OVER = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private Site site;
    private ObjectLockFront front;
    /** The keys of the artifacts, the oldest first. */
    private final List<String> keys = new ArrayList<>();

    @BeforeEach
    void archive() throws IOException {
        site = Site.start(directory, SandboxOptions.defaults());
        front = ObjectLockFront.start(site.s3().endpoint().getPort());
        site.configure("jobs:\n  nightly: {project: crm, export: schema, destinations: [archive]}\n");
        Path config = site.config().resolve("exports.yaml");
        Edit.file(
                config,
                "bucket: " + Site.BUCKET + ", region: eu-central-1, endpoint: \""
                        + site.s3().endpoint(),
                "retention: {keep-last: 1, max-expire: {share: 100%}}, object-lock: {mode: governance, days: 1}, bucket: "
                        + Site.BUCKET + ", region: eu-central-1, endpoint: \"" + front.endpoint());
        for (int run = 0; run < 3; run++) {
            assertThat(run("once", "nightly").status()).isZero();
            site.s3().keys(Site.BUCKET).stream()
                    .filter(key -> !key.endsWith(Sidecar.SUFFIX) && !keys.contains(key))
                    .forEach(keys::add);
        }
        assertThat(keys).hasSize(3);
    }

    @AfterEach
    void stop() {
        front.close();
        site.close();
    }

    private Bench.Outcome run(String... arguments) {
        return Bench.at(site, arguments);
    }

    private String plan(String... options) {
        List<String> all = new ArrayList<>(List.of("retention", "plan"));
        all.addAll(List.of(options));
        return run(all.toArray(new String[0])).out();
    }

    private Bench.Outcome apply() {
        return run("retention", "apply", "--yes");
    }

    /** One story, as its beginning costs the most. */
    @Test
    void whatIsLockedStaysUntilItIsKnownThatTheLockIsOver() {
        artifactAndSidecarAreLockedAlike();
        assertThat(plan()).contains("locked until ", "3 kept").doesNotContain("EXPIRE");
        keys.forEach(key -> front.rules().lock(key, "GOVERNANCE", OVER));
        aClockThatDiffersBlocks();
        aLegalHoldIsALock();
        whatCannotBeFoundOutIsTakenAsLocked();
        whatIsLockedMeanwhileIsNotRemoved();
        assertThat(front.rules().bypasses()).isZero();
    }

    private void artifactAndSidecarAreLockedAlike() {
        for (String key : keys) {
            Version artifact = front.rules().versions(key).get(0);
            Version sidecar = front.rules().versions(Sidecar.keyFor(key)).get(0);
            assertThat(artifact.mode()).isEqualTo("GOVERNANCE");
            assertThat(sidecar.until()).isEqualTo(artifact.until());
        }
    }

    private void aClockThatDiffersBlocks() {
        front.rules().clockAhead(Duration.ofMinutes(6));
        assertThat(plan("--at", "2099-01-01"))
                .containsPattern("Blocked: this machine's clock differs from the destination's by [56]m")
                .contains("2 blocked");
        front.rules().clockAhead(Duration.ofMinutes(4));
        assertThat(plan("--at", "2099-01-01"))
                .contains("2 would expire", "it keeps a version of what is deleted")
                .doesNotContain("clock");
    }

    /** A removal that had begun when the lock came: a bucket with versions would hide it without a word. */
    private void whatIsLockedMeanwhileIsNotRemoved() {
        site.s3().refuseRemovals(2);
        assertThat(apply().status()).isEqualTo(1);

        front.rules().lock(keys.get(0), "GOVERNANCE", Instant.now().plus(Duration.ofDays(1)));
        Bench.Outcome again = apply();
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.out()).contains("1 removed", "is locked at its destination");
        assertThat(front.rules().versions(keys.get(0))).hasSize(1);
        assertThat(front.rules().versions(keys.get(1)))
                .as("a marker, and the version behind it")
                .extracting(Version::marker)
                .containsExactly(false, true);

        front.rules().lock(keys.get(0), "GOVERNANCE", OVER);
        assertThat(apply().out()).contains("1 removed");
        assertThat(front.rules().versions(keys.get(0))).hasSize(2);
    }

    private void aLegalHoldIsALock() {
        front.rules().hold(keys.get(0), true);
        assertThat(plan()).contains("held: legal hold at the destination", "1 would expire");
        front.rules().hold(keys.get(0), false);
    }

    private void whatCannotBeFoundOutIsTakenAsLocked() {
        front.rules().forbid("retention");
        assertThat(plan()).contains("locked, until when is not known", "3 kept");
        assertThat(run("doctor").out())
                .contains("no lifecycle rule removes them: what expires is never freed", "NoncurrentVersionExpiration")
                .contains("they are taken as locked, and nothing expires there", "s3:GetObjectRetention");
        front.rules().forbid();
    }
}
