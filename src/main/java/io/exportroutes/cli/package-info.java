/** The command line. */
@NullMarked
package io.exportroutes.cli;

import org.jspecify.annotations.NullMarked;
