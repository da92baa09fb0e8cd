/** What an application of somebody else gets, and what it can do with it. */
@NullMarked
package io.exportroutes.guest;

import org.jspecify.annotations.NullMarked;
