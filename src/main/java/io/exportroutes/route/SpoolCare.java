package io.exportroutes.route;

/** When spooled bytes may go. */
public final class SpoolCare {
    private SpoolCare() {}

    /** Removes what was settled while nobody was there to remove it: by another process, or just before a crash. */
    public static void releaseAllSettled(Services services) {
        for (String exportId : services.spool().exportIds()) {
            if (!services.ledger().deliveries().ofExport(exportId).isEmpty()) {
                releaseIfSettled(services, exportId);
            }
        }
    }

    /** Removes the spool file once each of its deliveries is DELIVERED or DISCARDED (invariant 4). */
    public static void releaseIfSettled(Services services, String exportId) {
        boolean released = services.ledger().deliveries().ofExport(exportId).stream()
                .allMatch(delivery -> delivery.state().releasesSpool());
        if (released) {
            services.spool().remove(exportId);
        }
    }
}
