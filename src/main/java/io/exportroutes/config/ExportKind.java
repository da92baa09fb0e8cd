package io.exportroutes.config;

/** What a job exports. */
public enum ExportKind {
    DATABASE,
    SCHEMA,
    /** Every ready export of any kind that is not archived yet. */
    EXISTING;

    /** The word in exports.yaml. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
