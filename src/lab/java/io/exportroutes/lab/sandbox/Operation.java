package io.exportroutes.lab.sandbox;

import java.util.Locale;

/** What a call asks for, as far as faults tell calls apart. */
public enum Operation {
    /** Both create calls: database and schema. */
    CREATE,
    LIST,
    DOWNLOAD;

    /** As faults and the control endpoint write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Operation of(String word) {
        for (Operation operation : values()) {
            if (operation.word().equals(word)) {
                return operation;
            }
        }
        throw new IllegalArgumentException("unknown operation '" + word + "': use create, list or download");
    }
}
