package io.exportroutes.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.exportroutes.deadletter.DeadLetters;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A delivery, an artifact or a whole run whose retries are exhausted, or an artifact that a guard refused.
 *
 * @param id the argument of {@code replay} and {@code discard}, and of {@code release} if a guard refused it
 */
public record DeadLetter(
        String id,
        String run,
        String job,
        @JsonUnwrapped Subject subject,
        @JsonUnwrapped ReasonJson reason) {
    /**
     * What the dead letter is about.
     *
     * @param exportId null for a run
     * @param destination null for an artifact and for a run
     * @param state of what it is, in the ledger
     * @param attempts 0 for an artifact and for a run
     */
    public record Subject(
            @Nullable String exportId, @Nullable String destination, String state, int attempts) {}

    /** The one object of the command. */
    public record DeadLettersJson(List<DeadLetter> deadLetters) {}

    /**
     * Some of them, in the order of all.
     *
     * @param next the id of the last one where there are more
     */
    public record Page(List<DeadLetter> letters, @Nullable String next) {}

    /**
     * A page of them.
     *
     * @param after the {@code next} of the page before; null: the first page
     * @return empty if the ledger does not know that id
     */
    public static Optional<Page> page(Ledger ledger, @Nullable String after, int limit) {
        return ledger.summaries().deadLetterPages().page(after, limit + 1).map(found -> {
            List<DeadLetter> letters = new ArrayList<>();
            found.deliveries()
                    .forEach(one -> letters.add(
                            of(one, found.jobs().getOrDefault(one.plan().runId(), ""))));
            found.artifacts()
                    .forEach(one -> letters.add(
                            of(one, found.jobs().getOrDefault(one.owner().runId(), ""))));
            found.runs().forEach(run -> letters.add(of(run)));
            boolean more = letters.size() > limit;
            return new Page(
                    letters.subList(0, Math.min(limit, letters.size())),
                    more ? letters.get(limit - 1).id() : null);
        });
    }

    /** All dead letters; a failed run only if none of its deliveries and artifacts is one. */
    public static List<DeadLetter> all(DeadLetters deadLetters, Ledger ledger) {
        // A run may have thousands of dead letters: its job is read once
        Map<String, String> jobs = new HashMap<>();
        UnaryOperator<String> job = run -> jobs.computeIfAbsent(
                run, id -> ledger.runs().find(id).map(Run::job).orElse(""));
        List<DeadLetter> all = new ArrayList<>();
        deadLetters
                .deliveries()
                .forEach(delivery ->
                        all.add(of(delivery, job.apply(delivery.plan().runId()))));
        deadLetters
                .artifacts()
                .forEach(artifact ->
                        all.add(of(artifact, job.apply(artifact.owner().runId()))));
        Set<String> shown = all.stream().map(DeadLetter::run).collect(Collectors.toSet());
        deadLetters.runs().stream().filter(run -> !shown.contains(run.id())).forEach(run -> all.add(of(run)));
        return all;
    }

    /** Whether a guard refused it: then it is released, not replayed. */
    public boolean refused() {
        return subject.state().equals(ExportState.REFUSED.name());
    }

    private static DeadLetter of(ExportEntry artifact, String job) {
        String id = artifact.manifest().id();
        FailureNote failure = artifact.failure();
        String hint =
                failure.hint() == null ? "Fix the cause in its reason; its deliveries wait for it." : failure.hint();
        return new DeadLetter(
                id,
                artifact.owner().runId(),
                job,
                new Subject(id, null, artifact.state().name(), 0),
                new ReasonJson(failure.code(), failure.message(), hint));
    }

    private static DeadLetter of(Delivery delivery, String job) {
        return new DeadLetter(
                delivery.id(),
                delivery.plan().runId(),
                job,
                new Subject(
                        delivery.exportId(),
                        delivery.destination(),
                        delivery.state().name(),
                        delivery.attempts()),
                ReasonJson.of(delivery.failure()));
    }

    private static DeadLetter of(Run run) {
        return new DeadLetter(
                run.id(),
                run.id(),
                run.job(),
                new Subject(null, null, run.state().name(), 0),
                ReasonJson.of(run.failure()));
    }
}
