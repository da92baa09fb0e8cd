/** The web server's door, and what it does for each page: who comes in, what is answered, on which threads. */
@NullMarked
package io.exportroutes.web;

import org.jspecify.annotations.NullMarked;
