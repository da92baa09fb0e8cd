/** The command line: one class for each command. */
@NullMarked
package io.exportroutes.cli;

import org.jspecify.annotations.NullMarked;
