/** The export API as values: manifests, envelopes, failures, and the limits on its calls. */
@NullMarked
package io.exportroutes.api;

import org.jspecify.annotations.NullMarked;
