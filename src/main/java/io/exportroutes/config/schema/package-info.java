/** The JSON Schema of exports.yaml, and the Kamelets that describe its destination types. */
@NullMarked
package io.exportroutes.config.schema;

import org.jspecify.annotations.NullMarked;
