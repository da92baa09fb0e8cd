package io.exportroutes.route;

import io.exportroutes.ledger.ExportEntry;
import java.util.List;

/**
 * What became of several small exports that were fetched together.
 *
 * @param verified in the spool and VERIFIED in the ledger
 * @param left the others, each for route {@code artifact}: it tries again, and says why where it fails
 */
public record ArtifactBatch(List<ArtifactContext> verified, List<ExportEntry> left) {}
