/** The rules that hold this code base together, as tests: layers, routes, Kamelets. */
@NullMarked
package io.exportroutes.conventions;

import org.jspecify.annotations.NullMarked;
