/** The store for directories of this machine. */
@NullMarked
package io.exportroutes.delivery.file;

import org.jspecify.annotations.NullMarked;
