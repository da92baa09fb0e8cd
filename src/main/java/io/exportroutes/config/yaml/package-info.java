/** YAML as a tree with positions, its placeholders, and the problems found in it. */
@NullMarked
package io.exportroutes.config.yaml;

import org.jspecify.annotations.NullMarked;
