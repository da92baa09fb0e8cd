/** What the ledger knows, in the shapes in which commands, page and API show it: views, and the JSON made of them. */
@NullMarked
package io.exportroutes.view;

import org.jspecify.annotations.NullMarked;
