/** The program as a process that dies at each point of the way, and what its next start makes of it. */
@NullMarked
package io.exportroutes.crash;

import org.jspecify.annotations.NullMarked;
