/** The output of commands: tables, progress, JSON and reports. */
@NullMarked
package io.exportroutes.cli.output;

import org.jspecify.annotations.NullMarked;
