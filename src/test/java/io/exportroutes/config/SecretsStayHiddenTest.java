package io.exportroutes.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.exportroutes.config.schema.KameletCatalog;
import io.exportroutes.config.yaml.Placeholders;
import io.exportroutes.config.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a secret looks like and wherever a mistake is, no message shows it. */
class SecretsStayHiddenTest {
    private static final KameletCatalog CATALOG = SampleConfig.CATALOG;
    private static final String FILE = """
            version: 2
            api: {base-url: %1$s, token: %1$s, read-timeout: "{{env:SECRET}}"}
            destinations:
              there: {type: sftp, host: h, username: u, password: %1$s, port: "{{env:SECRET}}"}
              bucket: {type: s3, bucket: b, secret-key: [%1$s], access-key: {a: %1$s}, endpoint: %1$s, key: "{{env:SECRET}}"}
            ledger: {url: "{{env:SECRET}}", password: %1$s, nonsense: %1$s}
            jobs:
              job: {project: "{{env:SECRET}}", export: "{{env:SECRET}}", destinations: ["{{env:SECRET}}"], time-zone: "{{env:SECRET}}",
                schedule: "{{env:SECRET}}"}
            """;

    @Property(tries = 300)
    void noMessageShowsASecret(@ForAll("secrets") String secret) throws IOException {
        List<Problem> problems = problems(secret);

        assertThat(problems).isNotEmpty();
        assertThat(problems)
                .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain(secret));
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings().withCharRange('!', '~').ofLength(12).map(text -> "Q" + text + "ÄQ");
    }

    private static List<Problem> problems(String secret) throws IOException {
        Path file = Files.createTempFile("exports", ".yaml");
        try {
            Files.writeString(file, FILE.formatted(quoted(secret)));
            Placeholders placeholders = new Placeholders(name -> secret, placeholder -> placeholder);
            return ConfigReader.read(file, CATALOG, placeholders).problems();
        } finally {
            Files.delete(file);
        }
    }

    private static String quoted(String secret) throws JsonProcessingException {
        return new JsonMapper().writeValueAsString(secret);
    }
}
