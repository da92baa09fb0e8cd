/** Which copies exist, which are missing, and from when on a missing one counts as overdue. */
@NullMarked
package io.exportroutes.overdue;

import org.jspecify.annotations.NullMarked;
