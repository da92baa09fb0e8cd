package io.exportroutes.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults as text, and the order in which they are used up. */
class FaultTest {
    @Test
    void aFaultIsReadFromText() {
        assertThat(Fault.parse("drop")).isEqualTo(Fault.of(FaultKind.DROP));
        assertThat(Fault.parse("status=503x2"))
                .isEqualTo(Fault.of(FaultKind.STATUS, 503).withTimes(2));
        assertThat(Fault.parse("lost-reply@createx1"))
                .isEqualTo(Fault.of(FaultKind.LOST_REPLY).on(Operation.CREATE).withTimes(1));
        assertThat(Fault.parse("redirect@download=http://127.0.0.1:1/a?b=x"))
                .isEqualTo(
                        Fault.of(FaultKind.REDIRECT, "http://127.0.0.1:1/a?b=x").on(Operation.DOWNLOAD));
        assertThat(Fault.parse("wrong-length=-5")).isEqualTo(Fault.of(FaultKind.WRONG_LENGTH, -5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "explode",
                "status=abc",
                "status=42",
                "drop=1",
                "truncate=few",
                "retry-after=soon",
                "drop@delete",
                "truncate@list",
                "evil-name="
            })
    void whatIsNoFaultIsRefused(String text) {
        assertThatThrownBy(() -> Fault.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void failuresComeOneAtATimeInTheOrderPlanted() {
        SandboxFaults faults = new SandboxFaults(List.of(Fault.parse("drop@downloadx1"), Fault.parse("status=503x2")));

        assertThat(faults.takeInstead(Operation.LIST)).isEqualTo(Fault.parse("status=503x2"));
        assertThat(faults.takeInstead(Operation.DOWNLOAD)).isEqualTo(Fault.parse("drop@downloadx1"));
        assertThat(faults.takeInstead(Operation.DOWNLOAD)).isEqualTo(Fault.parse("status=503x1"));
        assertThat(faults.takeInstead(Operation.DOWNLOAD)).isNull();
    }

    @Test
    void changesOfAReplyComeTogetherButOneCutAtATime() {
        SandboxFaults faults = new SandboxFaults(List.of());
        List.of("truncate=1x1", "stall=2x1", "corruptx1", "no-length", "ignore-rangex1")
                .forEach(faults::plant);

        TakenFaults first = faults.takeShaping(Operation.DOWNLOAD, false);
        TakenFaults second = faults.takeShaping(Operation.DOWNLOAD, true);

        assertThat(first.kinds()).containsOnly(FaultKind.TRUNCATE, FaultKind.CORRUPT, FaultKind.NO_LENGTH);
        assertThat(second.kinds()).containsOnly(FaultKind.STALL, FaultKind.NO_LENGTH, FaultKind.IGNORE_RANGE);
        assertThat(faults.planted()).containsExactly(Fault.of(FaultKind.NO_LENGTH));
    }
}
