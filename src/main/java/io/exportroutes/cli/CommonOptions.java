package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.app.ConfigPlaceholders;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.config.ConfigReader;
import io.exportroutes.config.ConfigResult;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.Redactor;
import io.exportroutes.config.schema.KameletCatalog;
import io.exportroutes.logging.LogOutput;
import io.exportroutes.logging.MaskedEncoder;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the locations of configuration and state, and access to both. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class CommonOptions {
    @Option(
            names = "--config",
            paramLabel = "DIR",
            defaultValue = "config",
            description = "The folder with exports.yaml (default: ${DEFAULT-VALUE}).")
    Path config;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = "state",
            description = "The folder for ledger and spool, created if it is missing (default: ${DEFAULT-VALUE}).")
    Path state;

    @Option(
            names = {"-v", "--verbose"},
            description = "Log each step to standard error, and show stack traces.")
    boolean verbose;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "How log lines are written: plain or json (default: EXPORT_ROUTES_LOG, or else plain).")
    LogOutput.@Nullable Format logFormat;

    /** The folder with routes/: where the launcher is, or the working directory. */
    public static Path home() {
        return Path.of(System.getProperty("exportroutes.home", "")).toAbsolutePath();
    }

    static KameletCatalog catalog() {
        return KameletCatalog.scan(home().resolve("routes/kamelets"));
    }

    Clock clock() {
        return Clock.systemUTC();
    }

    EngineOptions options(Mode mode) {
        return new EngineOptions(home(), config, state, mode);
    }

    /** The configuration, or its mistakes; neither ledger nor state folder is opened. */
    ConfigResult read() {
        return ConfigReader.read(config.resolve("exports.yaml"), catalog(), ConfigPlaceholders.of(config));
    }

    /**
     * The configuration with its secrets, which are masked in all log lines from now on.
     *
     * @throws io.exportroutes.failure.PermanentFailure if it has mistakes
     */
    ExportsConfig config() {
        ExportsConfig whole = read().orThrow();
        MaskedEncoder.mask(Redactor.of(whole));
        return whole;
    }

    /** As {@link #read}, but missing secrets are not mistakes: the process that does the work may have them. */
    ConfigResult readWithoutSecrets() {
        return ConfigReader.readWithoutSecrets(
                config.resolve("exports.yaml"), catalog(), ConfigPlaceholders.of(config));
    }

    /**
     * Configuration, ledger and queue, for a command that reads or marks but never calls the API: it needs no secret.
     *
     * @throws io.exportroutes.failure.PermanentFailure if the configuration has mistakes or the ledger cannot be used
     */
    AppContext open() {
        return AppContext.openWithoutSecrets(options(Mode.COMMAND), clock());
    }
}
