/** The whole path, on real servers: from a firing to what the destinations hold. */
@NullMarked
package io.exportroutes.path;

import org.jspecify.annotations.NullMarked;
