package io.exportroutes.ledger;

import io.exportroutes.api.Manifest;
import io.exportroutes.failure.FailureNote;

/**
 * One export as the ledger knows it.
 *
 * @param failure why it FAILED, was REFUSED, is LOST or was DISCARDED; {@link FailureNote#NONE} otherwise
 */
public record ExportEntry(
        Manifest manifest, ExportOwner owner, ExportState state, SpooledBytes bytes, FailureNote failure) {}
