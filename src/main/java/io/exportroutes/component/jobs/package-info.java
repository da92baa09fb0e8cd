/** The Camel component jobs: a Quartz trigger for each schedule of exports.yaml. */
@NullMarked
package io.exportroutes.component.jobs;

import org.jspecify.annotations.NullMarked;
