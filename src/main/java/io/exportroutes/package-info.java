/** Export Routes: scheduled exports of a SaaS database, verified and delivered by Camel routes. */
@NullMarked
package io.exportroutes;

import org.jspecify.annotations.NullMarked;
