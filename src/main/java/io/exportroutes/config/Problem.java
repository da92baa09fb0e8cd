package io.exportroutes.config;

/**
 * One mistake in the configuration.
 *
 * @param line 1-based; 0 where the whole file is meant
 * @param path such as {@code jobs.crm-nightly.schedule}
 * @param message what is wrong; never a secret
 * @param remedy what to write instead
 */
public record Problem(String file, int line, int column, String path, String message, String remedy) {
    @Override
    public String toString() {
        return "%s:%d:%d: %s: %s. %s".formatted(file, line, column, path, message, remedy);
    }
}
