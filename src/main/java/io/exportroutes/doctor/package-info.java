/** What is wrong with an installation, and how to fix it: one class for each check, and a table of them. */
@NullMarked
package io.exportroutes.doctor;

import org.jspecify.annotations.NullMarked;
