/** What the benchmark needs beside programs that any Debian has. */
@NullMarked
package io.exportroutes.lab.bench;

import org.jspecify.annotations.NullMarked;
