/**
 * The chain of custody of a job: numbered entries, each linked to the one before it by a hash, each signed with an SSH key, and what
 * finds a chain that was changed. Nothing here knows where entries are kept.
 *
 * <p>A writer takes a {@link Position} after the last {@link Head}, begins an {@link Entry} there, adds the event's own fields, turns it
 * into bytes once, signs them ({@link SshSignature}) and stores both under the keys of {@link CustodyFiles}. A reader gives a {@link
 * ChainSource} to a {@link ChainVerifier}.
 */
@NullMarked
package io.exportroutes.custody;

import org.jspecify.annotations.NullMarked;
