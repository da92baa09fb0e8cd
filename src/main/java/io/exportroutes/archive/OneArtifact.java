package io.exportroutes.archive;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the one artifact that somebody means, with its copies in the order in which they are worth trying. */
public final class OneArtifact {
    private static final int LOOKED_AT = 1000;
    private static final int NAMED = 10;

    private final ExportsConfig config;
    private final Archives archives;

    public OneArtifact(ExportsConfig config, Archives archives) {
        this.config = config;
        this.archives = archives;
    }

    /**
     * The copies of one export.
     *
     * @throws PermanentFailure as {@link #copies}; {@code write_only} if all lie where nothing can be read
     */
    public List<ArchivedCopy> find(CopySource source, CopyChoice choice) {
        List<ArchivedCopy> copies = copies(source, choice);
        List<ArchivedCopy> readable = copies.stream()
                .filter(copy -> archives.canRead(copy.destination()))
                .sorted(Comparator.comparing(this::cost))
                .toList();
        if (readable.isEmpty()) {
            archives.of(copies.get(0).destination()); // says why not
        }
        return readable;
    }

    /**
     * The copies of one export, wherever they are.
     *
     * @throws PermanentFailure {@code unknown_copy} if nothing fits, {@code ambiguous_copy} with the candidates if several do
     */
    public static List<ArchivedCopy> copies(CopySource source, CopyChoice choice) {
        List<ArchivedCopy> found = source.find(choice, LOOKED_AT);
        if (found.isEmpty()) {
            List<String> ended = source.ended(choice);
            throw new PermanentFailure(
                    FailureCode.UNKNOWN_COPY,
                    "There is no copy of " + (choice.word() == null ? "anything" : choice.word())
                            + (choice.window() == null ? "" : " of that time")
                            + (ended.isEmpty() ? "" : " any more: " + String.join("; ", ended)),
                    "See what there is: export-routes archive list");
        }
        List<ArchivedCopy> newest = choice.window() == null ? ofTheFirstRun(found) : found;
        Set<String> exports =
                newest.stream().map(ArchivedCopy::exportId).collect(Collectors.toCollection(LinkedHashSet::new));
        if (exports.size() > 1) {
            throw ambiguous(choice, exports);
        }
        return newest;
    }

    private static List<ArchivedCopy> ofTheFirstRun(Collection<ArchivedCopy> found) {
        String run = found.iterator().next().subject().run();
        return found.stream().filter(copy -> copy.subject().run().equals(run)).toList();
    }

    private static PermanentFailure ambiguous(CopyChoice choice, Set<String> exports) {
        List<String> first = exports.stream().limit(NAMED).toList();
        String others = exports.size() > NAMED ? " and " + (exports.size() - NAMED) + " more" : "";
        return new PermanentFailure(
                FailureCode.AMBIGUOUS_COPY,
                "%d exports fit %s: %s%s".formatted(exports.size(), choice.word(), String.join(", ", first), others),
                "Name one of them; export-routes archive list " + choice.word() + " shows when each was made");
    }

    /** A disk of this machine costs nothing; then as exports.yaml has them. */
    private int cost(ArchivedCopy copy) {
        DestinationConfig destination = config.destinations().get(copy.destination());
        boolean local = destination != null && destination.sink().type().equals("file");
        return local ? -1 : new ArrayList<>(config.destinations().keySet()).indexOf(copy.destination());
    }
}
