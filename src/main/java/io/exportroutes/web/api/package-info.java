/** {@code /api/v1}: what commands show and do, for programs and for the page. */
@NullMarked
package io.exportroutes.web.api;

import org.jspecify.annotations.NullMarked;
