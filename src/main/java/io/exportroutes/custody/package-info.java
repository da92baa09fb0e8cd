/**
 * The chain of custody of a job: numbered entries, each linked to the one before it by a hash, each signed with an SSH key, and what
 * finds a chain that was changed. Nothing here knows where entries are kept.
 */
@NullMarked
package io.exportroutes.custody;

import org.jspecify.annotations.NullMarked;
