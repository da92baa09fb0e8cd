/** The beans that the YAML routes call, and what they carry from step to step. */
@NullMarked
package io.exportroutes.route;

import org.jspecify.annotations.NullMarked;
