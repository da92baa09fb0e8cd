package io.exportroutes.delivery.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.PermanentFailure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;

class WriteLockTest {
    /** No day is cut, and no repeat ends sooner. */
    @Test
    void itEndsAtTheMidnightAfterTheLastDay() {
        assertThat(lock("90", "2026-11-20T00:00:00Z")).isEqualTo(until("2027-02-19T00:00:00Z"));
        assertThat(lock("90", "2026-11-20T23:59:59.999Z")).isEqualTo(until("2027-02-19T00:00:00Z"));
        assertThat(lock("90", "2026-11-21T00:00:01Z")).isEqualTo(until("2027-02-20T00:00:00Z"));
        assertThat(lock("1", "2028-02-28T12:00:00Z")).isEqualTo(until("2028-03-01T00:00:00Z"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"0", "-1", "1.5", "90d", "36501", "99999999999"})
    void whatIsNoNumberOfDaysIsRefused(@Nullable String days) {
        assertThatThrownBy(() -> WriteLock.of("governance", days, Instant.EPOCH))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("object-lock-days");
    }

    @Test
    void aModeThatIsNoneIsRefused() {
        assertThatThrownBy(() -> WriteLock.of("legal", "90", Instant.EPOCH))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("object-lock-mode");
    }

    private static WriteLock lock(String days, String now) {
        return WriteLock.of("governance", days, Instant.parse(now));
    }

    private static WriteLock until(String time) {
        return new WriteLock(ObjectLockMode.GOVERNANCE, Instant.parse(time));
    }
}
