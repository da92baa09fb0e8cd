package io.exportroutes.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialects;
import io.exportroutes.config.SampleConfig;
import io.exportroutes.value.Durations;
import io.exportroutes.value.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportsSchemaTest {
    /** What {@link SchemaCheck} understands, and what only tells editors something. */
    private static final Set<String> UNDERSTOOD = Set.of(
            "$ref",
            "type",
            "const",
            "enum",
            "minLength",
            "pattern",
            "patternErrorMessage",
            "minimum",
            "maximum",
            "items",
            "minItems",
            "uniqueItems",
            "properties",
            "required",
            "additionalProperties",
            "propertyNames",
            "minProperties",
            "minPropertiesErrorMessage",
            "default",
            "allOf",
            "if",
            "then",
            "$schema",
            "$defs",
            "title",
            "description",
            "examples",
            "anyOf",
            "dependentSchemas",
            "format");

    private static final JsonNode SCHEMA = ExportsSchema.of(SampleConfig.CATALOG);
    private static final JsonNode DURATION = SCHEMA.at("/$defs/duration");
    private static final JsonNode SIZE = SCHEMA.at("/$defs/size");

    @Test
    void theFileBesideExportsYamlIsWhatTheKameletsSay() throws IOException {
        assertThat(Files.readString(Path.of("config/exports.schema.json")))
                .as("write it anew: ./export-routes schema > config/exports.schema.json")
                .isEqualTo(ExportsSchema.text(KameletCatalog.scan(Path.of("routes/kamelets"))));
    }

    @Test
    void itIsASchemaOfItsDraft() {
        Schema draft = SchemaRegistry.withDialect(Dialects.getDraft202012())
                .getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));

        assertThat(draft.validate(SCHEMA)).isEmpty();
    }

    @Test
    void itUsesOnlyKeywordsThatTheReaderUnderstands() {
        Set<String> keywords = new TreeSet<>();
        collect(SCHEMA, keywords);

        assertThat(keywords).isSubsetOf(UNDERSTOOD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: s3, bucket: b, path-style: true}",
                "{type: s3, bucket: b, path-style: '{{env:X}}', key: '{export-id}'}",
                "{type: sftp, host: h, username: u, password: p, known-hosts-file: k, port: 22, max-concurrent: 2}",
                "{type: email, host: h, from: f@x, to: [t@x], attach-up-to: 5MB}",
                "{type: email, host: h, from: '{{env:F}}', to: 'a@x, Ops <b@x>'}",
                "{type: s3, bucket: b, access-key: a, secret-key: s, server-side-encryption: 'aws:kms', kms-key-id: k}"
            })
    void anEditorAcceptsWhatTheReaderAccepts(String destination) throws IOException {
        assertThat(validate(destination)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{bucket: b}",
                "{type: s4, bucket: b}",
                "{type: s3}",
                "{type: s3, bucket: b, buckt: c}",
                "{type: s3, bucket: b, host: h}",
                "{type: s3, bucket: b, path-style: maybe}",
                "{type: s3, bucket: b, server-side-encryption: kms}",
                "{type: sftp, host: h, username: u, password: p, known-hosts-file: k, port: 70000}",
                "{type: sftp, host: h, username: u, known-hosts-file: k}",
                "{type: s3, bucket: b, access-key: a}",
                "{type: s3, bucket: b, kms-key-id: k}",
                "{type: s3, bucket: b, server-side-encryption: AES256, kms-key-id: k}",
                "{type: email, host: h, from: f, to: [t@x]}",
                "{type: email, host: h, from: f@x, to: [t]}",
                "{type: email, host: h, from: f@x, to: [t@x], attach-up-to: much}"
            })
    void anEditorRefusesWhatTheReaderRefuses(String destination) throws IOException {
        assertThat(validate(destination)).isNotEmpty();
    }

    @Property(tries = 2000)
    void durationsOfTheSchemaAreThoseOfTheReader(@ForAll("durations") String text) {
        assertThat(SchemaScalar.matches(DURATION, text)).as(text).isEqualTo(parses(() -> Durations.parse(text)));
    }

    @Property(tries = 2000)
    void sizesOfTheSchemaAreThoseOfTheReader(@ForAll("sizes") String text) {
        assertThat(SchemaScalar.matches(SIZE, text)).as(text).isEqualTo(parses(() -> Sizes.parse(text)));
    }

    @Provide
    Arbitrary<String> durations() {
        return Arbitraries.of("1", "23", "d", "h", "m", "s", "ms", "P", "T", "D", "H", "M", "S", ".5", "-", " ", "\n")
                .list()
                .ofMaxSize(7)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> sizes() {
        return Arbitraries.of("1", "23", ".5", " ", "B", "K", "M", "G", "T", "i", "KB", "MiB", "k", "\n")
                .list()
                .ofMaxSize(5)
                .map(parts -> String.join("", parts));
    }

    private static boolean parses(Runnable parse) {
        try {
            parse.run();
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private static List<Error> validate(String destination) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SCHEMA);
        return schema.validate(new YAMLMapper().readTree("""
                version: 1
                api: {base-url: https://api.example.com, token: t}
                destinations: {there: %s}
                jobs: {job: {project: crm, export: database, destinations: [there]}}
                """.formatted(destination)));
    }

    private static void collect(JsonNode schema, Set<String> keywords) {
        schema.properties().forEach(keyword -> {
            keywords.add(keyword.getKey());
            switch (keyword.getKey()) {
                case "properties", "$defs" -> keyword.getValue().forEach(child -> collect(child, keywords));
                case "items", "additionalProperties", "propertyNames", "if", "then" ->
                    collect(keyword.getValue(), keywords);
                case "allOf" -> keyword.getValue().forEach(child -> collect(child, keywords));
                default -> {
                    // The others hold no schema.
                }
            }
        });
    }
}
