package io.exportroutes.config.yaml;

import io.exportroutes.value.Visible;

/**
 * One mistake in the configuration.
 *
 * @param line 1-based; 0 if the whole file is meant
 * @param path such as {@code jobs.crm-nightly.schedule}
 * @param message the mistake; never a secret
 * @param remedy the correction
 */
public record Problem(String file, int line, int column, String path, String message, String remedy) {
    @Override
    public String toString() {
        String place = line == 0 ? file : "%s:%d:%d".formatted(file, line, column);
        return Visible.text("%s: %s%s. %s".formatted(place, path.isEmpty() ? "" : path + ": ", message, remedy));
    }
}
