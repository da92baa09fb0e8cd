/** The beans of the notification Kamelets: each writes a message in the form of its channel. */
@NullMarked
package io.exportroutes.kamelet.notify;

import org.jspecify.annotations.NullMarked;
