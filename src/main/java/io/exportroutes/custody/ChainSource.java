package io.exportroutes.custody;

import java.util.stream.Stream;

/** The chain of one job at one destination. */
public interface ChainSource {
    /**
     * Each entry that is there, by its number, ascending; none twice. Files under other names than those of {@link CustodyFiles} are no
     * entries. The stream may read ahead and holds only a few entries at a time; the caller closes it. Its failures are
     * {@link io.exportroutes.failure.ExportFailure}s: what cannot be read is no finding.
     */
    Stream<StoredEntry> entries();
}
