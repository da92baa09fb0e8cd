package io.exportroutes.lab.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** All exports of one sandbox. */
final class Exports {
    private final Map<Long, Export> bySequence = new ConcurrentSkipListMap<>(Comparator.reverseOrder());
    private final AtomicLong sequence = new AtomicLong();
    private final SandboxOptions.Timing timing;
    private final Identifiers identifiers;
    private final ArtifactFiles files;
    private final Executor executor;

    Exports(SandboxOptions.Timing timing, Identifiers identifiers, ArtifactFiles files, Executor executor) {
        this.timing = timing;
        this.identifiers = identifiers;
        this.files = files;
        this.executor = executor;
    }

    String newId(Instant created) {
        return identifiers.export(created);
    }

    /** An export as a call asks for it: made in the background where it need not be ready in the reply. */
    Export create(String id, PlantedExport facts, Instant created) {
        Duration lifetime = timing.expiresAfter();
        PlantedExport living = lifetime == null ? facts : facts.withExpires(created.plus(lifetime));
        CompletableFuture<Artifact> artifact = timing.readyAfter().isZero()
                ? CompletableFuture.completedFuture(files.write(facts.file().content(), created))
                : CompletableFuture.supplyAsync(() -> files.write(facts.file().content(), created), executor);
        Instant readyAt = created.plus(timing.readyAfter());
        return keep(new Export(id, living, created, readyAt, artifact));
    }

    Export plant(PlantedExport facts) {
        return plant(facts, 1).get(0);
    }

    /** So many of them, which share one artifact. */
    List<Export> plant(PlantedExport facts, int count) {
        Instant planned = facts.availability().created();
        Instant created = planned == null ? clock().instant() : planned;
        CompletableFuture<Artifact> artifact =
                CompletableFuture.completedFuture(files.write(facts.file().content(), created));
        return Stream.generate(() -> keep(new Export(identifiers.export(created), facts, created, null, artifact)))
                .limit(count)
                .toList();
    }

    /** @throws IllegalArgumentException where there is no such export */
    Export require(String id) {
        return bySequence.values().stream()
                .filter(export -> export.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no export " + id));
    }

    void replace(String id, ArtifactContent content) {
        require(id).replaceArtifact(files.write(content, clock().instant()));
    }

    Optional<Export> find(String project, String id) {
        return bySequence.values().stream()
                .filter(export -> export.id().equals(id)
                        && export.facts().scope().project().equals(project))
                .findFirst();
    }

    /** The project's exports by creation, newest first; of the same time the last that came. */
    List<Export> newestFirst(String project) {
        return bySequence.values().stream()
                .filter(export -> export.facts().scope().project().equals(project))
                .sorted(Comparator.comparing(Export::created).reversed())
                .toList();
    }

    Clock clock() {
        return timing.clock();
    }

    private Export keep(Export export) {
        bySequence.put(sequence.incrementAndGet(), export);
        return export;
    }
}
