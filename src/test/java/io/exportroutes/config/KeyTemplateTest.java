package io.exportroutes.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.delivery.KeyCheck;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.SafeName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KeyTemplateTest {
    private static final Instant TIME = Instant.parse("2026-06-01T23:05:09Z");
    private static final KeyFacts.OfRun RUN = new KeyFacts.OfRun("run-1", "crm-nightly", "crm", TIME);

    @Example
    void theDefaultIsAsDocumented() {
        assertThat(expand(KeyTemplate.DEFAULT, "exp_1", "crm_database.zip"))
                .isEqualTo("crm/crm-nightly/2026/06/01/20260601T230509Z_exp_1_crm_database.zip");
    }

    /** The key has the run's time already, once. */
    @Example
    void aNameThatOnlyRepeatsTheRunIsInsteadWhatTheArtifactIs() {
        assertThat(expand(KeyTemplate.DEFAULT, "exp_1", "run-1.zip"))
                .isEqualTo("crm/crm-nightly/2026/06/01/20260601T230509Z_exp_1_database.zip");
        assertThat(expand("{export-id}_{name}", "exp_1", "run-1")).isEqualTo("exp_1_database");
        assertThat(expand("{export-id}_{name}", "exp_1", "run-1_full.tar.gz")).isEqualTo("exp_1_full.tar.gz");
        assertThat(expand("{export-id}_{name}", "exp_1", null)).isEqualTo("exp_1_database.zip");
        assertThat(expand("{export-id}_{name}", "exp_1", " ")).isEqualTo("exp_1_database.zip");
    }

    @Example
    void everyOtherNameIsAsTheApiSentIt() {
        assertThat(expand("{export-id}_{name}", "exp_1", "contacts.csv")).isEqualTo("exp_1_contacts.csv");
        assertThat(expand("{export-id}_{name}", "exp_1", "run-10.zip")).isEqualTo("exp_1_run-10.zip");
        assertThat(expand("{export-id}_{name}", "exp_1", "my run-1.zip")).isEqualTo("exp_1_my run-1.zip");
    }

    @Example
    void eachWordHasItsValue() {
        assertThat(expand(
                        "{yyyy}-{MM}-{dd} {HH}.{mm}/{time}/{run}/{format}/{kind}/{export-id}/{name}", "exp_1", "a.zip"))
                .isEqualTo("2026-06-01 23.05/20260601T230509Z/run-1/zip/database_export/exp_1/a.zip");
        for (String word : KeyTemplate.WORDS) {
            assertThat(expand("{" + word + "}", "exp_1", "a.zip")).isNotBlank();
        }
    }

    @Example
    void emptyPartsAreLeftOut() {
        assertThat(expand("/backups//{job}/", "exp_1", "a.zip")).isEqualTo("backups/crm-nightly");
    }

    @Example
    void anUnknownWordIsRefusedByName() {
        assertThatThrownBy(() -> KeyTemplate.parse("{project}/{jobb}"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("{jobb}");
        assertThatThrownBy(() -> KeyTemplate.parse(" / ")).isInstanceOf(PermanentFailure.class);
    }

    @Property
    void noNameLeavesItsPlace(@ForAll String id, @ForAll String name) {
        String key = expand(KeyTemplate.DEFAULT, id, name);
        assertThat(key).startsWith("crm/crm-nightly/2026/06/01/20260601T230509Z_");
        assertThat(KeyCheck.parts(key)).hasSize(6);
        assertThat(Arrays.stream(key.split("/")))
                .allMatch(part -> part.getBytes(StandardCharsets.UTF_8).length <= SafeName.MAX_BYTES);
    }

    @Property
    void theSameFactsGiveTheSameKey(@ForAll String id, @ForAll String name) {
        assertThat(expand(KeyTemplate.DEFAULT, id, name)).isEqualTo(expand(KeyTemplate.DEFAULT, id, name));
    }

    @Property
    void twoExportsNeverShareAKey(@ForAll String one, @ForAll String other) {
        Assume.that(!one.equals(other));
        assertThat(expand(KeyTemplate.DEFAULT, one, "a.zip")).isNotEqualTo(expand(KeyTemplate.DEFAULT, other, "a.zip"));
    }

    @Property(tries = 300)
    void twoExportsNeverShareAKeyHoweverLongTheirNamesAre(
            @ForAll("templates") String template,
            @ForAll String one,
            @ForAll String other,
            @ForAll("longTexts") String text) {
        Assume.that(!one.equals(other));
        String key = longExpand(template, one, text);
        assertThat(key).isNotEqualTo(longExpand(template, other, text));
        assertThat(KeyCheck.parts(key)).allMatch(part -> SafeName.bytes(part) <= SafeName.MAX_BYTES);
    }

    @Provide
    Arbitrary<String> templates() {
        return Arbitraries.of(
                KeyTemplate.DEFAULT,
                "{name}_{export-id}",
                "{name}{export-id}",
                "{export-id}.{name}",
                "{project}/{name}/{name}-{name}_{export-id}",
                "{kind}_{format}_{export-id}",
                "{export-id}_{export-id}_{name}",
                "x".repeat(190) + "{name}_{export-id}",
                "x".repeat(9_000) + "{name}_{export-id}" + "y".repeat(9_000));
    }

    @Provide
    Arbitrary<String> longTexts() {
        return Arbitraries.strings().ofMinLength(3_000).ofMaxLength(4_096);
    }

    @Example
    void aNameThatIsTooLongIsShortenedAndKeepsItsExtension() {
        String key = expand("{name}_{export-id}", "exp_1", "n".repeat(4_096) + ".zip");
        assertThat(key).isEqualTo("n".repeat(190) + ".zip_exp_1").hasSize(SafeName.MAX_BYTES);
    }

    @Example
    void exportsWhoseIdsLookAlikeOnceCleanedDoNotShareAKey() {
        assertThat(expand("{export-id}", "exp/1", null)).isNotEqualTo(expand("{export-id}", "exp_1", null));
        assertThat(expand("{export-id}", "exp/1", null)).isNotEqualTo(expand("{export-id}", "exp\\1", null));
        String longId = "x".repeat(300);
        assertThat(expand(KeyTemplate.DEFAULT, longId + "1", null))
                .isNotEqualTo(expand(KeyTemplate.DEFAULT, longId + "2", null));
    }

    /** All that the API sends is of this length. */
    private static String longExpand(String template, String id, String text) {
        return KeyTemplate.parse(template).expand(new KeyFacts(RUN, new KeyFacts.OfExport(id, text, text, text)));
    }

    private static String expand(String template, String id, @org.jspecify.annotations.Nullable String name) {
        return KeyTemplate.parse(template)
                .expand(new KeyFacts(RUN, new KeyFacts.OfExport(id, name, "zip", "database_export")));
    }
}
