/** Log output: masked secrets, visible control characters, and lines kept back while progress bars are drawn. */
@NullMarked
package io.exportroutes.logging;

import org.jspecify.annotations.NullMarked;
