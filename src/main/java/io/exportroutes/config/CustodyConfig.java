package io.exportroutes.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who signs the chains of custody.
 *
 * @param signingKeyFile an Ed25519 private key
 * @param previousKeyFile the key that signed before it, which hands each chain over; or null
 * @param signer the name under which the list of signers has the key, as an SSH principal
 */
public record CustodyConfig(Path signingKeyFile, @Nullable Path previousKeyFile, String signer) {}
