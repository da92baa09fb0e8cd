/** config/exports.yaml as values: read, checked against its JSON Schema and its own rules, with file and line for each mistake. */
@NullMarked
package io.exportroutes.config;

import org.jspecify.annotations.NullMarked;
