/** The store for SFTP servers. */
@NullMarked
package io.exportroutes.delivery.sftp;

import org.jspecify.annotations.NullMarked;
