package io.exportroutes.ledger;

import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The base directories of the destinations, for all nodes. Failures as in {@link Runs}. */
public final class BaseDirectories {
    private static final String FIND =
            "select * from base_directories where destination = :destination and place = :place";

    /** As {@link KnownDirectory#and}. */
    private static final String NOTE = """
            insert into base_directories (destination, place, noted_at, marker_id, marker_seen_at, file_system)
            values (:destination, :place, :now, :markerId, :markerSeen, :fileSystem)
            on conflict (destination, place) do update set
              marker_id = case when excluded.marker_seen_at is null
                then coalesce(base_directories.marker_id, excluded.marker_id) else excluded.marker_id end,
              marker_seen_at = excluded.marker_seen_at,
              file_system = excluded.file_system
            where base_directories.marker_seen_at is null""";

    private static final String FORGET = "delete from base_directories where destination = :destination";

    private final Database database;

    BaseDirectories(Database database) {
        this.database = database;
    }

    /** The recorded facts about this place, or empty if no node has seen the directory. */
    public Optional<KnownDirectory> find(String destination, String place) {
        return database.read("find the base directory of " + destination, handle -> find(handle, destination, place));
    }

    /**
     * The directory is there. Of several nodes that are the first to see it, one chooses the id for its marker.
     *
     * @return what stands, see {@link KnownDirectory#and}
     */
    public KnownDirectory note(String destination, KnownDirectory directory) {
        return database.write("note the base directory of " + destination, handle -> {
            handle.createUpdate(NOTE)
                    .bind("destination", destination)
                    .bind("place", directory.place())
                    .bind("now", database.now())
                    .bind("markerId", directory.markerId())
                    .bind("markerSeen", directory.marked() ? database.now() : null)
                    .bind("fileSystem", directory.fileSystem())
                    .execute();
            return find(handle, destination, directory.place()).orElseThrow();
        });
    }

    /**
     * Forgets the directory: the next one that is found is adopted.
     *
     * @return false if nothing was known
     */
    public boolean forget(String destination) {
        String operation = "forget the base directory of " + destination;
        return database.update(operation, FORGET, Map.of("destination", destination)) > 0;
    }

    private static Optional<KnownDirectory> find(Handle handle, String destination, String place) {
        return handle.createQuery(FIND)
                .bind("destination", destination)
                .bind("place", place)
                .map(RowMappers::baseDirectory)
                .findOne();
    }
}
