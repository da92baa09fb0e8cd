package io.exportroutes.delivery;

import io.exportroutes.ledger.BaseDirectories;
import io.exportroutes.ledger.KnownDirectory;
import java.nio.file.Path;
import java.util.Optional;

/** Kept in the ledger, so that all nodes share the facts. Notes of earlier versions are imported first. */
public final class LedgerMemory implements DestinationMemory {
    private final BaseDirectories directories;
    private final String destination;
    private final String node;
    private final LegacyDirectoryNote oldNote;

    /**
     * @param oldNotes the folder where earlier versions had their notes; need not be there
     * @param node the name of this one
     */
    public LedgerMemory(BaseDirectories directories, Path oldNotes, String node, String destination) {
        this.directories = directories;
        this.node = node;
        this.destination = destination;
        this.oldNote = new LegacyDirectoryNote(oldNotes.resolve(destination + ".json"));
    }

    @Override
    public String destination() {
        return destination;
    }

    @Override
    public String writer() {
        return node;
    }

    @Override
    public Optional<KnownDirectory> recall(String place) {
        oldNote.read(place).ifPresent(noted -> {
            directories.note(destination, noted);
            oldNote.delete();
        });
        return directories.find(destination, place);
    }

    @Override
    public KnownDirectory note(KnownDirectory directory) {
        return directories.note(destination, directory);
    }

    @Override
    public String howToForget() {
        return "run forget-directory " + destination;
    }

    /**
     * Forgets the directory: the next one that is found is adopted.
     *
     * @return false if nothing was known
     */
    public boolean forget() {
        boolean noted = oldNote.delete();
        return directories.forget(destination) || noted;
    }
}
