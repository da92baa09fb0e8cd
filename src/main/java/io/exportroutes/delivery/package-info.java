/** What is written where: keys, sidecars and the stores at the far end. */
@NullMarked
package io.exportroutes.delivery;

import org.jspecify.annotations.NullMarked;
