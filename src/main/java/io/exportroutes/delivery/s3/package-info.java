/** The store for Amazon S3 and S3-compatible servers. */
@NullMarked
package io.exportroutes.delivery.s3;

import org.jspecify.annotations.NullMarked;
