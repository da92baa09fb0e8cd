/**
 * Encryption for recipients in age's format (age-encryption.org/v1): who may read, the bytes for them, and identities that open them.
 * It knows neither spool nor ledger.
 */
@NullMarked
package io.exportroutes.encryption;

import org.jspecify.annotations.NullMarked;
