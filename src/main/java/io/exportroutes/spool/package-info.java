/** The folder where artifacts grow while they are downloaded and stay until every delivery is settled. */
@NullMarked
package io.exportroutes.spool;

import org.jspecify.annotations.NullMarked;
