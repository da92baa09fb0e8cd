package io.exportroutes.config;

import io.exportroutes.config.yaml.Problem;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The result of reading exports.yaml: the configuration, or every mistake in it, sorted by line. */
public final class ConfigResult {
    private final @Nullable ExportsConfig config;
    private final ConfigValues values;
    private final List<Problem> problems;

    private ConfigResult(@Nullable ExportsConfig config, ConfigValues values, List<Problem> problems) {
        this.config = config;
        this.values = values;
        this.problems = List.copyOf(problems);
    }

    static ConfigResult valid(ExportsConfig config, ConfigValues values) {
        return new ConfigResult(config, values, List.of());
    }

    static ConfigResult invalid(List<Problem> problems) {
        return new ConfigResult(null, ConfigValues.none(), problems);
    }

    /** Every mistake, sorted by line; empty if the configuration is valid. */
    public List<Problem> problems() {
        return problems;
    }

    /** What stands in the file; nothing where there is a mistake. */
    public ConfigValues values() {
        return values;
    }

    /** Whether there is a configuration. */
    public boolean isValid() {
        return config != null;
    }

    /**
     * The configuration.
     *
     * @throws PermanentFailure {@code configuration_invalid} with every mistake, where there is any
     */
    public ExportsConfig orThrow() {
        if (!isValid()) {
            String lines =
                    String.join("\n", problems.stream().map(Problem::toString).toList());
            throw new PermanentFailure(
                    FailureCode.CONFIGURATION_INVALID,
                    "%s in the configuration:%n%s"
                            .formatted(problems.size() == 1 ? "1 mistake" : problems.size() + " mistakes", lines),
                    "Fix the lines named above; `export-routes validate` checks them again.");
        }
        return Objects.requireNonNull(config);
    }
}
