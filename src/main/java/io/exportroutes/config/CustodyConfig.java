package io.exportroutes.config;

import java.nio.file.Path;

/**
 * Who signs the chains of custody.
 *
 * @param signingKeyFile an Ed25519 private key
 * @param signer the name under which the list of signers has the key, as an SSH principal
 */
public record CustodyConfig(Path signingKeyFile, String signer) {}
