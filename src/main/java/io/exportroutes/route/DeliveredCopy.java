package io.exportroutes.route;

import io.exportroutes.ledger.Confirmation;
import org.jspecify.annotations.Nullable;

/**
 * The artifact at its destination, as the destination's Kamelet reported it.
 *
 * @param location where it is, in the destination's own words
 * @param confirmation how it was confirmed, or null if the Kamelet does not say
 */
public record DeliveredCopy(String location, @Nullable Confirmation confirmation) {}
