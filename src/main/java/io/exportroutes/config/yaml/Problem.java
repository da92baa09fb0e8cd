package io.exportroutes.config.yaml;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.exportroutes.value.Visible;

/**
 * One mistake in the configuration.
 *
 * @param path such as {@code jobs.crm-nightly.schedule}
 * @param message the mistake; never a secret
 * @param remedy the correction
 */
public record Problem(@JsonUnwrapped Place place, String path, String message, String remedy) {
    /** @param line 1-based, as is the column; 0 if the whole file is meant */
    public record Place(String file, int line, int column) {
        @Override
        public String toString() {
            return line == 0 ? file : "%s:%d:%d".formatted(file, line, column);
        }
    }

    @Override
    public String toString() {
        return Visible.text("%s: %s%s. %s".formatted(place, path.isEmpty() ? "" : path + ": ", message, remedy));
    }
}
