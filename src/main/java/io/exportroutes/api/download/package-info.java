/** The download of an artifact's bytes, resumed where the server confirms the same version. */
@NullMarked
package io.exportroutes.api.download;

import org.jspecify.annotations.NullMarked;
