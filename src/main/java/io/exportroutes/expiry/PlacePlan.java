package io.exportroutes.expiry;

import io.exportroutes.ledger.CopyEntry;
import io.exportroutes.ledger.CopyPlace;
import io.exportroutes.retention.Copy;
import io.exportroutes.retention.Plan;
import io.exportroutes.retention.RetentionPolicy;
import java.util.Map;
import java.util.Objects;

/**
 * What would become of a job's copies at one destination.
 *
 * @param entries the copies of the plan, by their keys
 * @param keepsVersions whether the destination keeps a version of what is deleted there, so that nothing is freed by it
 */
public record PlacePlan(
        CopyPlace place, RetentionPolicy policy, Plan plan, Map<String, CopyEntry> entries, boolean keepsVersions) {
    /** Of which export a copy of the plan is. */
    public String exportId(Copy copy) {
        return Objects.requireNonNull(entries.get(copy.key())).plan().exportId();
    }
}
