package io.exportroutes.archive;

import java.util.List;

/** Who knows of copies. */
public interface CopySource {
    /**
     * The newest copies that are chosen, by the scheduled times of their runs; the copies of an export stand together. Copies that
     * the choice does not tell apart may be of several runs and exports.
     *
     * @param limit the most
     */
    List<ArchivedCopy> find(CopyChoice choice, int limit);

    /** What is known of those that are chosen and are no longer there: some sentences, or none. */
    default List<String> ended(CopyChoice choice) {
        return List.of();
    }
}
