package io.exportroutes.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Who changed what by hand. Nothing is ever removed from it. Failures as in {@link Runs}. */
public final class Audit {
    private static final String ADD = """
            insert into audit (id, at, name, role, via, address, action, target, result)
            values (:id, :at, :name, :role, :via, :address, :action, :target, :result)""";

    private final Database database;

    Audit(Database database) {
        this.database = database;
    }

    /** Records what somebody is about to do, before it is done: what a crash cuts short is there as well. Returns the id for {@link #end}. */
    public String begin(AuditEntry.Actor actor, AuditEntry.Act act) {
        return add(actor, act, AuditEntry.BEGUN);
    }

    /** @param result {@link AuditEntry#DONE}, or the code of a failure */
    public void end(String id, String result) {
        database.update(
                "record what came of it",
                "update audit set result = :result where id = :id",
                Map.of("id", id, "result", result));
    }

    /** Records what was refused, with the code of the failure. */
    public String add(AuditEntry.Actor actor, AuditEntry.Act act, String result) {
        String id = UUID.randomUUID().toString();
        database.write("record who does what", handle -> handle.createUpdate(ADD)
                .bind("id", id)
                .bind("at", database.now())
                .bindMethods(actor)
                .bindMethods(act)
                .bind("result", result)
                .execute());
        return id;
    }

    /**
     * The newest first.
     *
     * @param before the id of the last one that is known already; null: from the newest on
     */
    public List<AuditEntry> page(@Nullable String before, int limit) {
        Map<String, Object> values = new HashMap<>(Map.of("limit", limit));
        String where = "";
        if (before != null) {
            where = "where (at, id) < (select at, id from audit where id = :before) ";
            values.put("before", before);
        }
        return database.list(
                "list who did what",
                "select * from audit " + where + "order by at desc, id desc limit :limit",
                values,
                Audit::entry);
    }

    private static AuditEntry entry(ResultSet row, StatementContext context) throws SQLException {
        return new AuditEntry(
                row.getString("id"),
                Instants.required(row, "at"),
                new AuditEntry.Actor(
                        row.getString("name"), row.getString("role"), row.getString("via"), row.getString("address")),
                new AuditEntry.Act(row.getString("action"), row.getString("target")),
                row.getString("result"));
    }
}
