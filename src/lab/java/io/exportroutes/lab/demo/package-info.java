/** The demo: the main job against a stand-in of everything, in one process. */
@NullMarked
package io.exportroutes.lab.demo;

import org.jspecify.annotations.NullMarked;
