/** The beans that the YAML routes call; with the wiring, the only place that knows Camel. */
@NullMarked
package io.exportroutes.route;

import org.jspecify.annotations.NullMarked;
