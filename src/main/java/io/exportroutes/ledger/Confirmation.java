package io.exportroutes.ledger;

/** How a far end confirmed that it stores the artifact, the strongest first. */
public enum Confirmation {
    /** By the SHA-256 of what it stores. */
    CHECKSUM,
    /** By another digest of what it stores, such as an MD5, a CRC or the ETag of an upload in parts. */
    DIGEST,
    /** By its size alone. */
    SIZE
}
