package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.encryption.AgeProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
    private static final String MISTAKES = """
            version: 1
            api:
              base-url: https://api-zangtable.com
              token: "{{env:NO_SUCH_VARIABLE_HERE}}"
            destinations:
              archive: {type: s3, bukket: acme}
              mirror: {type: file, directory: /tmp/x}
            jobs:
              nightly: {project: crm, export: database, schedule: "0 25 * * *", destinations: [mirror]}
              hourly: {project: crm, export: schema, schedule: "@hourly", destinations: [miror]}
              hourly: {project: crm, export: schema, destinations: [mirror]}
            """;

    private static final String PLACES = """
            version: 1
            api: {base-url: "http://127.0.0.1:1", token: x}
            destinations:
              one: {type: s3, bucket: acme, object-lock: {mode: governance, days: 90}}
              two: {type: s3, bucket: acme, storage-class: STANDARD_IA, object-lock: {mode: governance, days: 7}}
              elsewhere: {type: s3, bucket: acme, endpoint: "https://s3.example.com"}
              mirror: {type: file, directory: /tmp/x}
              again: {type: file, directory: /tmp/y/../x/}
              ops: {type: email, host: h, from: a@example.com, to: [b@example.com]}
              cto: {type: email, host: h, from: a@example.com, to: [c@example.com]}
            defaults: {retention: {keep-daily: 14, keep-within: 3d}}
            jobs:
              nightly: {project: crm, export: database, destinations: [one, two, elsewhere, mirror, again, ops, cto]}
            """;

    @Test
    void everyPlantedMistakeIsReportedAtOnceWithItsLinePathAndRemedy(@TempDir Path directory) throws IOException {
        try (Bench bench = new Bench(directory)) {
            bench.configure(MISTAKES);

            Bench.Outcome outcome = bench.run("validate");

            assertThat(outcome.status()).isEqualTo(2);
            assertThat(outcome.err()).isEmpty();
            String file = Pattern.quote(bench.config().resolve("exports.yaml") + ":");
            assertThat(outcome.out())
                    .containsPattern(file + "4:\\d+: api\\.token: .*NO_SUCH_VARIABLE_HERE")
                    .containsPattern(file + "6:\\d+: destinations\\.archive\\S*: .*bukket.* Did you mean \"bucket\"\\?")
                    .containsPattern(file + "9:\\d+: jobs\\.nightly\\.schedule: .*25")
                    .containsPattern(
                            file + "10:\\d+: jobs\\.hourly\\.destinations\\S*: .*miror.* Did you mean \"mirror\"\\?")
                    .containsPattern(file + "11:\\d+: jobs\\.hourly: ");
        }
    }

    @Test
    void aScheduleWhoseYearsAreOverIsToldAndNoMistake(@TempDir Path directory) throws IOException {
        try (Bench bench = new Bench(directory)) {
            bench.configure("""
                    version: 1
                    api: {base-url: "https://api-zangtable.com", token: t}
                    destinations:
                      mirror: {type: file, directory: /tmp/x}
                    jobs:
                      fair: {project: crm, export: schema, schedule: "0 0 2 * * ? 2020", destinations: [mirror]}
                    """);

            Bench.Outcome outcome = bench.run("validate");

            assertThat(outcome.status()).isZero();
            assertThat(outcome.out())
                    .contains("note: jobs.fair.schedule: \"0 0 2 * * ? 2020\" is never due again")
                    .contains("is valid: 1 job, 1 destination" + System.lineSeparator());
            assertThat(bench.run("validate", "--output", "json").json().get("notes"))
                    .hasSize(1);
        }
    }

    /** Point 20. */
    @Test
    void aKeyThatTwoRunsOfOneSecondShareIsToldAndNoMistake(@TempDir Path directory) throws IOException {
        try (Bench bench = new Bench(directory)) {
            bench.configure("""
                    version: 1
                    api: {base-url: "http://127.0.0.1:1", token: x}
                    destinations:
                      same: {type: file, directory: /tmp/x, key: "{job}/{time}"}
                      each: {type: file, directory: /tmp/x, key: "{run}/{name}"}
                      preset: {type: file, directory: /tmp/x}
                      ops: {type: email, host: 127.0.0.1, security: none, from: a@example.com, to: [b@example.com]}
                    jobs: {nightly: {project: crm, export: schema, destinations: [same, each, preset, ops]}}
                    """);

            Bench.Outcome outcome = bench.run("validate");

            assertThat(outcome.status()).isZero();
            assertThat(outcome.out().lines().filter(line -> line.contains(".key:")))
                    .singleElement()
                    .asString()
                    .startsWith("note: destinations.same.key: ")
                    .contains("same second", "key_taken", "Put {export-id} or {run} into it.");
        }
    }

    @Test
    void onePlaceUnderTwoNamesAndALockBeyondTheRetentionAreToldAndNoMistake(@TempDir Path directory)
            throws IOException {
        try (Bench bench = new Bench(directory)) {
            bench.configure(PLACES);

            Bench.Outcome outcome = bench.run("validate");

            assertThat(outcome.status()).as(outcome.out()).isZero();
            assertThat(outcome.out().lines().filter(line -> line.contains("note: destinations.")))
                    .satisfiesExactly(
                            two -> assertThat(two)
                                    .contains("destinations.two: it is the same place as the destination one"),
                            again -> assertThat(again).contains("destinations.again", "destination mirror"),
                            lock -> assertThat(lock)
                                    .contains(
                                            "destinations.one.object-lock.days: copies of nightly are locked for 90 days")
                                    .contains("keeps them for about 14"));
        }
    }

    @Test
    void aSweepThatIsThinnedOutIsToldAndNoMistake(@TempDir Path directory) throws IOException {
        try (Bench bench = new Bench(directory)) {
            bench.configure("""
                    version: 1
                    api: {base-url: "http://127.0.0.1:1", token: x}
                    destinations:
                      archive: {type: file, directory: /tmp/x}
                      mirror: {type: file, directory: /tmp/y, retention: {keep-last: 9}}
                    defaults: {destinations: [archive, mirror], retention: {keep-within: 7d, keep-daily: 14}}
                    jobs:
                      sweep: {project: crm, export: existing}
                      nightly: {project: crm, export: database}
                    """);

            Bench.Outcome outcome = bench.run("validate");

            assertThat(outcome.status()).isZero();
            assertThat(outcome.out().lines().filter(line -> line.contains(".retention:")))
                    .containsExactly(
                            "note: jobs.sweep.retention: at archive rules such as keep-daily keep one run of a day"
                                    + " and expire its others, which stored other exports. Give the job keep-within or keep-last"
                                    + " alone, or keep-all.");
        }
    }

    @Test
    void aJobThatOnlyMailsIsToldWhatBecomesOfLargeArtifactsAndNoMistake(@TempDir Path directory) throws IOException {
        try (Bench bench = new Bench(directory)) {
            bench.configure("""
                    version: 1
                    api: {base-url: "https://api-zangtable.com", token: t}
                    destinations:
                      mirror: {type: file, directory: /tmp/x}
                      ops: {type: email, host: h, from: a@example.com, to: [b@example.com]}
                      cto: {type: email, host: h, from: a@example.com, to: [c@example.com], attach-up-to: 1MB}
                    jobs:
                      mailed: {project: crm, export: schema, destinations: [cto, ops]}
                      stored: {project: crm, export: schema, destinations: [ops, mirror]}
                    """);

            Bench.Outcome outcome = bench.run("validate");

            assertThat(outcome.status()).isZero();
            assertThat(outcome.out())
                    .contains("note: jobs.mailed.destinations: an artifact above attach-up-to (10MB) would be kept as a"
                            + " dead letter")
                    .doesNotContain("jobs.stored");
        }
    }

    @Test
    void jsonHasTheSameFacts(@TempDir Path directory) throws IOException {
        try (Bench bench = new Bench(directory)) {
            bench.configure(MISTAKES);

            Bench.Outcome outcome = bench.run("validate", "--output", "json");

            assertThat(outcome.status()).isEqualTo(2);
            assertThat(outcome.json().get("valid").asBoolean()).isFalse();
            JsonNode first = outcome.json().get("problems").get(0);
            assertThat(first.get("line").asInt()).isEqualTo(4);
            assertThat(first.get("path").asText()).isEqualTo("api.token");
            assertThat(first.get("remedy").asText()).isNotBlank();
        }
    }

    @Test
    void aValidOneIsSaidToBeSoAndNothingIsTouched(@TempDir Path directory) throws IOException {
        try (Bench bench = new Bench(directory)) {
            Bench.Outcome outcome = bench.run("validate");

            assertThat(outcome.status()).isZero();
            assertThat(outcome.out()).contains("is valid: 6 jobs, 3 destinations");
            assertThat(bench.state()).doesNotExist();
            assertThat(bench.sandbox().calls()).isEmpty();
        }
    }

    @Test
    void aMissingFileIsSaidToBeMissing(@TempDir Path directory) {
        Bench.Outcome outcome = Bench.plain("validate", "--config", directory.toString());

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out()).startsWith(directory.resolve("exports.yaml") + ": there is no such file");
    }

    @Test
    void theSchemaKnowsTheDestinationTypes() {
        Bench.Outcome outcome = Bench.plain("schema");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).startsWith("{").contains("destination-s3", "destination-sftp", "destination-email");
    }

    @Test
    void aChannelOnTheServerOfADestinationIsAWarning(@TempDir Path directory) throws IOException {
        String file = """
                version: 1
                api: {base-url: "https://api.example.com", token: pat_x}
                destinations:
                  ops: {type: email, host: smtp.example.com, from: a@example.com, to: [b@example.com], attach-up-to: 10MB}
                  mirror: {type: file, directory: /tmp/x}
                jobs:
                  nightly: {project: crm, export: database, destinations: [mirror, ops]}
                notifications:
                  mail: {type: email, host: smtp.example.com, from: a@example.com, to: [b@example.com]}
                """;
        try (Bench bench = new Bench(directory)) {
            bench.configure(file);
            Bench.Outcome warned = bench.run("validate");
            assertThat(warned.status()).isZero();
            assertThat(warned.out() + warned.err())
                    .contains("notifications.mail.host: it is the server of the destination ops");

            bench.configure(file + "  chat: {type: slack, url: \"https://hooks.slack.com/services/x\"}\n");
            Bench.Outcome quiet = bench.run("validate");
            assertThat(quiet.out() + quiet.err()).doesNotContain("notifications.");
        }
    }

    @Test
    void aSingleRecipientIsAWarning(@TempDir Path directory) throws IOException {
        String file = """
                version: 1
                api: {base-url: "https://api.example.com", token: pat_x}
                destinations:
                  mirror: {type: file, directory: /tmp/x, encrypt: {to: [%s]}}
                jobs:
                  nightly: {project: crm, export: database, destinations: [mirror]}
                """;
        String ops = AgeProgram.OPS.recipient();
        try (Bench bench = new Bench(directory)) {
            bench.configure(file.formatted(ops));
            Bench.Outcome warned = bench.run("validate");
            assertThat(warned.status()).isZero();
            assertThat(warned.out() + warned.err())
                    .contains("destinations.mirror.encrypt: there is a single recipient");

            bench.configure(file.formatted(ops + ", " + AgeProgram.ESCROW.recipient()));
            Bench.Outcome quiet = bench.run("validate");
            assertThat(quiet.out() + quiet.err()).doesNotContain("single recipient");
        }
    }

    @Test
    void aReadBackThatWouldDoLessIsAWarning(@TempDir Path directory) throws IOException {
        try (Bench bench = new Bench(directory)) {
            bench.configure("""
                    version: 1
                    api: {base-url: "https://api.example.com", token: pat_x}
                    destinations:
                      mirror: {type: file, directory: /tmp/x, read-back: {every: 30d, level: checksum, identity-file: none.key}}
                    jobs:
                      nightly: {project: crm, export: database, destinations: [mirror]}
                    """);
            Bench.Outcome warned = bench.run("validate");
            assertThat(warned.status()).isZero();
            assertThat(warned.out() + warned.err())
                    .contains("destinations.mirror.read-back.level: this destination tells no SHA-256")
                    .contains("destinations.mirror.read-back.identity-file: The identity file none.key cannot be used");
        }
    }
}
