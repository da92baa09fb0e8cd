package io.exportroutes.ledger;

/** Whether the verified bytes of an export that the API calls gone may still lie in some spool. */
public enum Spooled {
    /** On this node or another one: they outrank what the API says, and what was VERIFIED stays so. */
    PERHAPS,
    /** In no spool that can be reached again. */
    NOWHERE
}
