package io.exportroutes.ledger;

/** A write of a run's row that its author forgot to list, behind a helper and a lambda; for a test of the rules to find. */
public record PlantedWrite(PlantedHelper helper) {
    public boolean forgotten(String id) {
        return helper.change(id);
    }

    public boolean read(String id) {
        return helper.database().read("find run " + id, handle -> true);
    }

    record PlantedHelper(Database database) {
        boolean change(String id) {
            return run(() -> database.write("change run " + id, handle -> true));
        }

        private static boolean run(java.util.function.BooleanSupplier work) {
            return work.getAsBoolean();
        }
    }
}
