package io.exportroutes.ledger;

import io.exportroutes.value.Verified;

/**
 * An export as it was encrypted for a set of recipients. All destinations of that set get these bytes.
 *
 * @param recipients the fingerprint of the set
 * @param stored size and SHA-256 of the encrypted bytes
 * @param plainSha256 of what is inside
 * @param node whose spool has, or had, them
 */
public record EncryptedArtifact(String exportId, String recipients, Verified stored, String plainSha256, String node) {}
