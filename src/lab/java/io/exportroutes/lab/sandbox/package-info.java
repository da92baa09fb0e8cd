/** The sandbox: a stand-in of the export API over real HTTP, with real artifacts and faults that can be switched on. */
@NullMarked
package io.exportroutes.lab.sandbox;

import org.jspecify.annotations.NullMarked;
