package io.exportroutes.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueueHolderTest {
    private static final long NO_PROCESS = 999_999_999_999L;

    @Test
    void whatThisProcessOrAnEndedOneOfTheNodeHoldsMayBeReleased() {
        QueueHolder name = QueueHolder.ofThisProcess("db-host");

        assertThat(name.mayRelease(name.toString())).isTrue();
        assertThat(name.mayRelease("db-host/" + NO_PROCESS)).isTrue();
    }

    @Test
    void whatALiveProcessOrAnotherNodeHoldsMayNot() {
        QueueHolder name = QueueHolder.ofThisProcess("db-host");
        long parent = ProcessHandle.current().parent().orElseThrow().pid();

        assertThat(name.mayRelease("db-host/" + parent)).isFalse();
        assertThat(name.mayRelease("db-host-2/" + NO_PROCESS)).isFalse();
        assertThat(name.mayRelease("db-host")).isFalse();
        assertThat(name.mayRelease("db-host/x")).isFalse();
        assertThat(name.mayRelease("null")).isFalse();
    }

    @Test
    void itFitsTheQueuesColumn() {
        assertThat(new QueueHolder(QueueHolder.ofThisProcess("n".repeat(300)).node(), 4_294_967_295L).toString())
                .hasSizeLessThanOrEqualTo(50);
    }
}
