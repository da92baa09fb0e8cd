/** Makes the class archive that shortens the start of the program. */
@NullMarked
package io.exportroutes.lab.archive;

import org.jspecify.annotations.NullMarked;
