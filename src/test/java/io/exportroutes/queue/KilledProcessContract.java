package io.exportroutes.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exportroutes.testing.Java;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

abstract class KilledProcessContract extends QueueContract {
    @Test
    void aNewProcessOfTheNodeGoesOnAtOnceWithWhatAKilledOneHeld() throws Exception {
        killWhileWorking("node", "r1");
        RunQueue queue = queue("node", 1, PATIENT);

        start(queue, worked::add);

        awaitEmpty(queue, "r1");
        assertThat(worked).containsExactly("r1");
    }

    @Test
    void anotherNodeFindsWhatAKilledOneHeld() throws Exception {
        killWhileWorking("other", "r1");
        RunQueue queue = queue("node", 1);

        start(queue, worked::add);

        awaitEmpty(queue, "r1");
        assertThat(worked).containsExactly("r1");
    }

    @Test
    void aSecondProcessOfTheNodeLeavesAloneWhatTheFirstHasInHand() throws Exception {
        RunQueue queue = queue("node", 1, PATIENT);
        Process process = startWorking("node", "r1");
        try {
            queue.enqueue("r2", PAST);
            start(queue, worked::add);
            awaitEmpty(queue, "r2");

            assertThat(worked).containsExactly("r2");
            assertThat(queue.contains("r1")).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** A queue looks for dead entries when it starts. */
    @Test
    void anEntryIsDeadOnceSoManySignsOfLifeAreMissingAndNotBefore() {
        Queue<QueueEntry> held = new ConcurrentLinkedQueue<>();
        RunQueue queue = queue("node", 1, PATIENT);
        List.of("dead", "silent").forEach(id -> queue.enqueue(id, PAST));
        begin(queue, entry -> !held.add(entry));
        await().until(() -> held.size() == 2);
        Duration half = PATIENT.heartbeat().dividedBy(2);
        Duration bound = PATIENT.heartbeat().multipliedBy(QueueTiming.MISSED);
        List<QueueEntry> first = List.copyOf(held);
        assertThat(first)
                .allMatch(one -> lastSign(one, one.runId().equals("dead") ? bound.plus(half) : bound.minus(half)));

        start(queue("other", 1, PATIENT), worked::add);

        await().until(() -> held.size() + worked.size() == 3); // whichever of both was faster
        assertThat(first)
                .filteredOn(one -> lastSign(one, Duration.ZERO))
                .extracting(QueueEntry::runId)
                .containsExactly("silent");
    }

    /** False where it is no longer in those hands. */
    private boolean lastSign(QueueEntry entry, Duration ago) {
        return new QueueTable(ledger.forQueue())
                .heartbeat(entry.runId(), entry.version(), Instant.now().minus(ago));
    }

    private void killWhileWorking(String node, String runId) throws Exception {
        startWorking(node, runId).destroyForcibly().waitFor();
    }

    /** A real process that has the run in hand and does not end. */
    private Process startWorking(String node, String runId) throws IOException {
        queue("client", 1).enqueue(runId, PAST);
        List<String> command = Java.command();
        command.addAll(List.of(HoldingProcess.class.getName(), source.url(), String.valueOf(source.username()), node));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line;
        try (var output = process.inputReader()) {
            do {
                line = output.readLine();
            } while (line != null && !line.equals(HoldingProcess.HOLDS + runId));
        }
        assertThat(line).as("the process has the run in hand").isNotNull();
        return process;
    }
}
