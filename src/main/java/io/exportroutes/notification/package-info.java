/** What a channel is sent: facts in plain words, before they get the channel's own form. */
@NullMarked
package io.exportroutes.notification;

import org.jspecify.annotations.NullMarked;
