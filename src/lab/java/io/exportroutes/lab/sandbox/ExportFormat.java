package io.exportroutes.lab.sandbox;

import java.util.Locale;

/** The formats that create calls know, with what follows from each. */
enum ExportFormat {
    ZIP(".zip", "application/zip"),
    ZIP_CSV(".zip", "application/zip"),
    JSON(".json", "application/json; charset=utf-8"),
    SQL(".sql", "application/sql; charset=utf-8");

    private final String extension;
    private final String contentType;

    ExportFormat(String extension, String contentType) {
        this.extension = extension;
        this.contentType = contentType;
    }

    /** As the API writes it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String extension() {
        return extension;
    }

    String contentType() {
        return contentType;
    }
}
