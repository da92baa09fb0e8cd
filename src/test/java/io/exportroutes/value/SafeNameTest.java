package io.exportroutes.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;

class SafeNameTest {
    @Provide
    Arbitrary<String> hostile() {
        Arbitrary<String> pieces = Arbitraries.of(
                "..", "/", "\\", "\r\n", "\0", ".", " ", "\u202e", "\ud83d", "e\u0301", "名", "😀", ".zip", "C:",
                "\u00a0");
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(300),
                pieces.list().ofMaxSize(150).map(list -> String.join("", list)),
                Arbitraries.strings().ofMinLength(5_000).ofMaxLength(9_000));
    }

    @Property
    void whateverComesInComesOutSafe(@ForAll("hostile") String raw) {
        String name = SafeName.of(raw);
        assertThat(name).isNotBlank().doesNotContain("/", "\\", "..", "\r", "\n", "\0", "\u202e");
        assertThat(name.codePoints()).noneMatch(Character::isISOControl);
        assertThat(name)
                .doesNotStartWith(".")
                .doesNotStartWith(" ")
                .doesNotEndWith(".")
                .doesNotEndWith(" ");
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        assertThat(bytes.length).isLessThanOrEqualTo(SafeName.MAX_BYTES);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(name);
        assertThat(Normalizer.isNormalized(name, Normalizer.Form.NFC)).isTrue();
    }

    @Property
    void whatIsSafeStaysAsItIs(@ForAll("hostile") String raw) {
        String name = SafeName.of(raw);
        assertThat(SafeName.of(name)).isEqualTo(name);
    }

    @Property
    void theExtensionOfALongNameStays(
            @ForAll @StringLength(min = 200, max = 9_000) @AlphaChars @NumericChars String stem) {
        assertThat(SafeName.of(stem + ".zip")).endsWith(".zip").hasSize(SafeName.MAX_BYTES);
        assertThat(SafeName.of("名".repeat(100) + stem + ".json")).endsWith(".json");
    }

    @Example
    void ordinaryNamesAreNotTouched() {
        assertThat(SafeName.of("crm_database.zip")).isEqualTo("crm_database.zip");
        assertThat(SafeName.of("Büro 2026-06-01 (1).json")).isEqualTo("Büro 2026-06-01 (1).json");
    }

    @Example
    void namesOfNothingGetOne() {
        assertThat(SafeName.of(null)).isEqualTo("unnamed");
        assertThat(SafeName.of("../..")).isEqualTo("_");
        assertThat(SafeName.of(" . ")).isEqualTo("unnamed");
    }
}
