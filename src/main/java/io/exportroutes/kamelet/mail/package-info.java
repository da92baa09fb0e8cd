/** The beans of the email Kamelet. */
@NullMarked
package io.exportroutes.kamelet.mail;

import org.jspecify.annotations.NullMarked;
