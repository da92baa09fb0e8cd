@NullMarked
package io.exportroutes.retention;

import org.jspecify.annotations.NullMarked;
