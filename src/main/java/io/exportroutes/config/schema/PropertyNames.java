package io.exportroutes.config.schema;

import java.util.Locale;

/**
 * The one rule between the names of a Kamelet's properties and the keys of exports.yaml: a Kamelet writes {@code kmsKeyId}, as
 * Camel's catalogue wants it, and exports.yaml {@code kms-key-id}, as all its keys are written.
 */
public final class PropertyNames {
    private PropertyNames() {}

    /** The key in exports.yaml: a hyphen before each capital, all in lower case; a name without capitals is its own key. */
    public static String key(String property) {
        return property.replaceAll("(?<=.)(?=\\p{Lu})", "-").toLowerCase(Locale.ROOT);
    }
}
