/** Who may use the web server, and what: the users file with its passwords and tokens. */
@NullMarked
package io.exportroutes.account;

import org.jspecify.annotations.NullMarked;
