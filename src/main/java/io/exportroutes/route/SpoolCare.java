package io.exportroutes.route;

/** When spooled bytes may go. */
public final class SpoolCare {
    private SpoolCare() {}

    /** Removes the spool file once each of its deliveries is DELIVERED or DISCARDED (invariant 4). */
    public static void releaseIfSettled(Services services, String exportId) {
        boolean released = services.ledger().deliveries().ofExport(exportId).stream()
                .allMatch(delivery -> delivery.state().releasesSpool());
        if (released) {
            services.spool().remove(exportId);
        }
    }
}
