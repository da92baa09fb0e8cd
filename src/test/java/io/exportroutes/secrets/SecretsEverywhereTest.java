package io.exportroutes.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.value.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/**
 * Invariant 7, with everything logged that an operator can have logged: each secret arrives where it is meant to, and is in
 * nothing that the product writes or shows. What a destination gives away on purpose is found, so that the rest was looked at.
 */
@SuppressWarnings("NullAway.Init")
class SecretsEverywhereTest {
    private static SecretsStory story;

    @BeforeAll
    static void happen(@TempDir Path home) throws Exception {
        story = new SecretsStory(home);
        story.happen();
    }

    @AfterAll
    static void close() {
        story.close();
    }

    @Test
    void eachSecretIsUsedWhereItBelongs() throws IOException {
        SecretsScene scene = story.scene;
        Canaries canaries = scene.canaries;
        assertThat(scene.sandbox.calls())
                .extracting(call -> call.header("Authorization"))
                .contains("Bearer " + canaries.value("token"), "Bearer " + canaries.value("token") + "-wrong");
        assertThat(scene.ssh.passwords())
                .contains(canaries.value("ssh password"), canaries.value("ssh password") + "-wrong");
        assertThat(canaries.in(String.join("\n", scene.smtp.commands())))
                .anySatisfy(found -> assertThat(found).startsWith("mail password as Base64"));
        assertThat(scene.s3.keys(SecretsScene.BUCKET))
                .as("the server takes what is signed with the secret key")
                .isNotEmpty();
        assertThat(Channels.files(scene.ssh.root().resolve("keyed")))
                .as("the key file opens with the passphrase")
                .isNotEmpty();
        LedgerSource without = new LedgerSource(scene.ledger.url(), scene.ledger.username(), new Secret("other"));
        assertThatThrownBy(() -> Ledger.open(without, Clock.systemUTC())).hasMessageContaining("password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "err", "json", "raw", "platform"})
    void noSecretIsInAnyLogLineOfAnyLevel(String log) throws IOException {
        assertThat(found(log)).isEmpty();
    }

    /** Each secret as it is found beside what was planted, once for each place. */
    private static List<String> found(String log) throws IOException {
        try (Stream<String> lines = story.scene.program.log(log)) {
            return story.scene.canaries.in(lines.filter(line -> !line.contains(PlantedLeaks.MARK))).stream()
                    .distinct()
                    .limit(50)
                    .toList();
        }
    }

    @Test
    void noSecretIsOnAnyPageOrInWhatACommandPrints() {
        assertThat(story.pages)
                .allSatisfy((page, text) ->
                        assertThat(story.scene.canaries.in(text)).as(page).isEmpty());
        assertThat(story.pages.get("health")).contains("UP");
        assertThat(story.pages.get("metrics")).contains("camel_");
        assertThat(story.pages.get("management")).contains("deliver-planted", "java.lang:type=Runtime");
        assertThat(story.pages.get("dead-letters list --output json")).contains("PLANTED failure xxxxxx");
        assertThat(story.pages.get("validate")).contains("exports.yaml", "password");
        assertThat(story.pages.get("runs")).contains("password authentication failed");
    }

    @Test
    void noSecretIsInWhatStays() throws Exception {
        SecretsScene scene = story.scene;
        Map<String, String> places = Map.of(
                "ledger", Channels.ledger(scene),
                "state folder", Channels.files(scene.home.resolve("state")),
                "folder", Channels.files(scene.home.resolve("mirror")),
                "SFTP server", Channels.files(scene.ssh.root()),
                "bucket", Channels.objects(scene),
                "mails", Channels.mails(scene));
        assertThat(places).allSatisfy((place, text) -> {
            assertThat(text).as(place).isNotBlank();
            assertThat(scene.canaries.in(text)).as(place).isEmpty();
        });
        assertThat(places.get("ledger")).contains("PLANTED failure xxxxxx");
        assertThat(List.of("folder", "SFTP server", "bucket"))
                .allSatisfy(place -> assertThat(places.get(place)).contains(".manifest.json", "exp_"));
        assertThat(places.get("mails")).contains("To: ops@example.com", "exp_");
    }

    @Test
    void whatIsGivenAwayOnPurposeIsMaskedByOurAppendersAndFoundInAnOperatorsOwn() throws IOException {
        List<String> own = planted("raw");
        List<String> plain = planted("err");
        List<String> json = planted("json");
        String token = story.scene.canaries.value("token");
        for (Level level : Level.values()) {
            for (String logger : PlantedLeaks.LOGGERS) {
                String line = "PLANTED message of " + level + " ";
                assertThat(own).anyMatch(one -> one.contains(logger + " ") && one.contains(line + token));
                assertThat(json).anyMatch(one -> one.contains("\"" + logger + "\"") && one.contains(line + "xxxxxx"));
            }
            assertThat(plain).anyMatch(one -> one.contains("PLANTED message of " + level + " xxxxxx"));
        }
        assertThat(own).anyMatch(one -> one.contains("planted=" + token));
        assertThat(plain).anyMatch(one -> one.contains("planted=xxxxxx"));
        assertThat(own).anyMatch(one -> one.contains("PLANTED exception " + token));
        assertThat(plain).anyMatch(one -> one.contains("PLANTED exception xxxxxx"));
        assertThat(Stream.concat(plain.stream(), json.stream())).noneMatch(one -> one.contains(token));
    }

    @ParameterizedTest
    @CsvSource({"out, PLANTED out", "err, PLANTED err", "platform, PLANTED by the platform"})
    void whatIsWrittenPastTheLogIsLookedAt(String log, String text) throws IOException {
        assertThat(planted(log)).anyMatch(one -> one.contains(text));
    }

    private static List<String> planted(String log) throws IOException {
        try (Stream<String> lines = story.scene.program.log(log)) {
            return lines.filter(line -> line.contains(PlantedLeaks.MARK)).toList();
        }
    }
}
