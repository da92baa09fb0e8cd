package io.exportroutes.ledger;

import java.util.Map;

/** The statements of {@link Deliveries} and {@link DeliveryWriter}. */
final class DeliverySql {
    static final String ROW = " where export_id = :exportId and destination = :destination ";

    /** A run plans an export once; a plan that an older version made for the run counts. */
    static final String PLANNING = """
            update exports set planned_for = :runId where id = :exportId and (planned_for <> :runId
              or (planned_for is null and not exists (
                select 1 from deliveries where export_id = :exportId and deliveries.run_id = :runId)))""";

    static final String PLAN = """
            insert into deliveries (export_id, destination, run_id, state, object_key, attempts, recipients)
            values (:exportId, :destination, :runId, 'PENDING', :key, 0, :recipients)
            on conflict (export_id, destination) do nothing""";

    static final String SENDING = "update deliveries set state = 'SENDING', attempts = attempts + 1" + ROW
            + "and state in ('PENDING', 'SENDING')";

    static final String ATTEMPT_FAILED = "update deliveries set error_code = :errorCode, error = :error, hint = :hint"
            + ROW + " and state = 'SENDING'";

    /** Only what the ledger has as verified can be delivered (invariants 2 and 3). */
    static final String DELIVERED = """
            update deliveries set state = 'DELIVERED', location = :location, delivered_at = coalesce(delivered_at, :now),
              confirmation = case when state = 'SENDING' then :confirmation else confirmation end, error_code = null, error = null, hint = null""" + ROW + """
             and (state = 'SENDING' or (state = 'DELIVERED' and location = :location))
              and exists (select 1 from exports where id = :exportId and exports.state = 'VERIFIED')""";

    static final String DEAD =
            "update deliveries set state = 'DEAD', error_code = :errorCode, error = :error, hint = :hint" + ROW
                    + "and state in ('PENDING', 'SENDING')";

    static final String PENDING = "update deliveries set state = 'PENDING'" + ROW + "and state = 'SENDING'";

    /** Dead deliveries of a refused export wait for the export's release. */
    static final String IS_DEAD = "state = 'DEAD' and not exists (select 1 from exports"
            + " where exports.id = deliveries.export_id and exports.state = 'REFUSED')";

    static final String OUT_OF_TIME = """
            update deliveries set state = 'DEAD', error_code = :errorCode, error = :error, hint = :hint
            where run_id = :runId and state in ('PENDING', 'SENDING')
              and exists (select 1 from exports where exports.id = export_id and exports.state = 'VERIFIED')""";

    static final String REPLAY = "update deliveries set state = 'PENDING'" + ROW + "and " + IS_DEAD;

    static final String DISCARD = "update deliveries set state = 'DISCARDED'" + ROW + "and state = 'DEAD'";

    private DeliverySql() {}

    static Transition transition(String exportId, String destination, DeliveryState to, String update) {
        return new Transition(
                "Delivery " + id(exportId, destination),
                to.name(),
                update,
                "select state from deliveries" + ROW,
                keys(exportId, destination));
    }

    static Map<String, String> keys(String exportId, String destination) {
        return Map.of("exportId", exportId, "destination", destination);
    }

    static String id(String exportId, String destination) {
        return exportId + "@" + destination;
    }
}
