/** The pages that people see: HTML made here, readable without any script. */
@NullMarked
package io.exportroutes.web.page;

import org.jspecify.annotations.NullMarked;
