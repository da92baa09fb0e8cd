/** Several nodes as real processes on one PostgreSQL, and what becomes of their work when one of them is disturbed. */
@NullMarked
package io.exportroutes.cluster;

import org.jspecify.annotations.NullMarked;
