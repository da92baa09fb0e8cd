/** Export Routes: scheduled exports of a SaaS database, verified and fanned out by Camel routes. Main and the wiring. */
@NullMarked
package io.exportroutes;

import org.jspecify.annotations.NullMarked;
