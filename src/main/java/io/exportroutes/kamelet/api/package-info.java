/** The beans of the API Kamelets: requests, the HTTP client, replies. */
@NullMarked
package io.exportroutes.kamelet.api;

import org.jspecify.annotations.NullMarked;
