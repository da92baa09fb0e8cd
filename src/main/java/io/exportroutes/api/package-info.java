/** The export API as values (manifests, envelopes, failures) and the download of an artifact's bytes. */
@NullMarked
package io.exportroutes.api;

import org.jspecify.annotations.NullMarked;
