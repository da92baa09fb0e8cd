package io.exportroutes.spool.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exportroutes.config.GuardConfig;
import io.exportroutes.failure.PermanentFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {
    @Test
    void anArtifactBelowTheMinimumIsRefusedWithBothNumbers() {
        PermanentFailure failure = failure(new GuardConfig(1000L, null), 999, null);
        assertThat(failure.code()).isEqualTo("guard_min_size");
        assertThat(failure).hasMessageContaining("999").hasMessageContaining("1000");
    }

    @Test
    void anArtifactThatShrankTooFarIsRefusedWithBothNumbers() {
        PermanentFailure failure = failure(new GuardConfig(null, 50), 499, 1000L);
        assertThat(failure.code()).isEqualTo("guard_max_shrink");
        assertThat(failure)
                .hasMessageContaining("499")
                .hasMessageContaining("1000")
                .hasMessageContaining("50 %");
    }

    @ParameterizedTest
    @CsvSource({
        "500, 1000, 50",
        "0, 1000, 100",
        "67, 101, 34",
        "2000, 1000, 0",
        "4611686018427387904, 9223372036854775807, 50"
    })
    void anArtifactWithinTheBoundsHolds(long size, long lastGood, int percent) {
        assertThatCode(() -> Guard.check(new GuardConfig(null, percent), size, lastGood))
                .doesNotThrowAnyException();
    }

    @Test
    void withoutALastGoodRunNothingIsCompared() {
        assertThatCode(() -> Guard.check(new GuardConfig(1L, 10), 1, null)).doesNotThrowAnyException();
        assertThatCode(() -> Guard.check(GuardConfig.NONE, 0, 5000L)).doesNotThrowAnyException();
    }

    private static PermanentFailure failure(GuardConfig guard, long size, @Nullable Long lastGood) {
        return catchThrowableOfType(PermanentFailure.class, () -> Guard.check(guard, size, lastGood));
    }
}
