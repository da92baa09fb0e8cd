@NullMarked
package io.exportroutes.readback;

import org.jspecify.annotations.NullMarked;
