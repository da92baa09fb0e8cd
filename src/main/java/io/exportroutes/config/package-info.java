/** config/exports.yaml as records, read and checked against the rules of each section. */
@NullMarked
package io.exportroutes.config;

import org.jspecify.annotations.NullMarked;
