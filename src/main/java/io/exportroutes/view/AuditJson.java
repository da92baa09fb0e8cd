package io.exportroutes.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.exportroutes.ledger.AuditEntry;

/** A change that somebody made or was refused, as the API has it. */
public record AuditJson(
        String id,
        String at,
        @JsonUnwrapped AuditEntry.Actor actor,
        @JsonUnwrapped AuditEntry.Act act,
        String result) {
    public static AuditJson of(AuditEntry entry) {
        return new AuditJson(entry.id(), entry.at().toString(), entry.actor(), entry.act(), entry.result());
    }
}
