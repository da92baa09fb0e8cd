package io.exportroutes.app;

import static io.exportroutes.config.yaml.Placeholders.unresolved;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.NetworkFault;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.DaemonThreads;
import io.exportroutes.value.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;

/**
 * Placeholders that Camel resolves: the secrets of vaults, by the functions of its components, and the properties of
 * application.properties. Made for one reading of exports.yaml: a vault that is down is asked once, not for each secret.
 */
final class CamelPlaceholders implements UnaryOperator<String> {
    /** The vaults, by the word in a placeholder, and the component that each needs. */
    static final Map<String, String> VAULTS = Map.of(
            "aws", "camel-aws-secrets-manager",
            "azure", "camel-azure-key-vault",
            "gcp", "camel-google-secret-manager",
            "hashicorp", "camel-hashicorp-vault",
            "secret", "camel-kubernetes");

    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** A vault's message may go on with a whole reply. */
    private static final int LONGEST_REASON = 200;

    private static final String SETTINGS = "application.properties";

    private final Path configDirectory;
    private final Duration limit;
    private final ThreadFactory threads = DaemonThreads.named("vault");
    private final Map<String, PermanentFailure> down = new HashMap<>();

    CamelPlaceholders(Path configDirectory) {
        this(configDirectory, LIMIT);
    }

    /** @param limit for one lookup */
    CamelPlaceholders(Path configDirectory, Duration limit) {
        this.configDirectory = configDirectory;
        this.limit = limit;
    }

    @Override
    public String apply(String placeholder) {
        String kind = kind(placeholder);
        PermanentFailure earlier = down.get(kind);
        if (earlier != null) {
            throw new PermanentFailure(
                    FailureCode.PLACEHOLDER_UNRESOLVED,
                    placeholder + " cannot be resolved either: the vault did not answer for another one",
                    earlier.hint());
        }
        FutureTask<String> lookup = new FutureTask<>(() -> byCamel(placeholder));
        threads.newThread(lookup).start();
        try {
            return lookup.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(placeholder, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            lookup.cancel(true);
            throw isDown(placeholder, "there was no answer within " + Durations.print(limit), e);
        } catch (InterruptedException e) {
            lookup.cancel(true);
            Thread.currentThread().interrupt();
            throw isDown(placeholder, "interrupted", e);
        }
    }

    private String byCamel(String placeholder) {
        Extensions.ofThisProcess().check();
        Main main = new Main();
        main.addInitialProperty("camel.main.autoConfigurationLogSummary", "false");
        main.setPropertyPlaceholderLocations(ConfigPlaceholders.locations(configDirectory));
        main.init();
        try {
            return value(placeholder, main.getCamelContext());
        } finally {
            // A component binds its client, and leaves closing it to whoever ends the process.
            main.getCamelContext().getRegistry().findByType(AutoCloseable.class).forEach(CamelPlaceholders::close);
            main.stop();
        }
    }

    private static void close(AutoCloseable client) {
        try {
            client.close();
        } catch (Exception e) {
            throw new IllegalStateException("A vault's client cannot be closed", e);
        }
    }

    /** Asked directly, the function's value is taken as it is: Camel would resolve what stands in it once more. */
    private String value(String placeholder, CamelContext context) {
        String kind = kind(placeholder);
        @Nullable PropertiesFunction function = context.getPropertiesComponent().getPropertiesFunction(kind);
        if (function == null) {
            checkKind(kind, placeholder, context);
            return context.resolvePropertyPlaceholders(placeholder);
        }
        String rest = placeholder.substring(kind.length() + 3, placeholder.length() - 2);
        @Nullable String value = function.apply(context.resolvePropertyPlaceholders(rest));
        if (value == null) {
            throw unresolved(
                    placeholder + " has no value: there is no such secret, or no such key in it",
                    "Create it, or correct its name.");
        }
        return value;
    }

    /** Camel takes {@code {{aws:name}}} for a property called aws, with a default, where it has no function of that name. */
    private static void checkKind(String kind, String placeholder, CamelContext context) {
        String component = VAULTS.get(kind);
        if (component != null) {
            throw unresolved(
                    placeholder + " needs Camel's component " + component + ", which is not on the class path",
                    "Put it into the folder ext, by mvn -Dadd=" + component
                            + " (docs/operations.md, \"Secrets from a vault\").");
        }
        if (!kind.isEmpty()
                && context.getPropertiesComponent().resolveProperty(kind).isEmpty()) {
            Set<String> known = new TreeSet<>(VAULTS.keySet());
            known.addAll(Set.of("env", "file", "sys"));
            throw unresolved(
                    placeholder + " is of no known kind, and " + SETTINGS + " has no property " + kind,
                    "Known kinds: " + String.join(", ", known) + ".");
        }
    }

    private PermanentFailure failure(String placeholder, Throwable thrown) {
        if (thrown instanceof PermanentFailure known) {
            return known;
        }
        String reason = reason(thrown);
        return NetworkFault.has(thrown, IOException.class)
                ? isDown(placeholder, reason, thrown)
                : new PermanentFailure(
                        FailureCode.PLACEHOLDER_UNRESOLVED,
                        placeholder + " cannot be resolved: " + reason,
                        "Check its name, the vault's settings in " + SETTINGS
                                + ", and that they give the right to read it.",
                        thrown);
    }

    private PermanentFailure isDown(String placeholder, String reason, Throwable cause) {
        PermanentFailure failure = new PermanentFailure(
                FailureCode.PLACEHOLDER_UNRESOLVED,
                placeholder + " cannot be resolved, the vault cannot be reached: " + reason,
                "Check the vault's address in " + SETTINGS + ", and that it can be reached from here.",
                cause);
        down.put(kind(placeholder), failure);
        return failure;
    }

    /** What the component said, and what was at the bottom of it, such as the address that refused. */
    private static String reason(Throwable thrown) {
        List<String> said = new ArrayList<>();
        for (Throwable current = thrown; current != null; current = current.getCause()) {
            String text = text(current);
            if (said.stream().noneMatch(earlier -> earlier.contains(text))) {
                said.add(text);
            }
        }
        return String.join(": ", said);
    }

    private static String text(Throwable thrown) {
        String text = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
        String line = text.replaceAll("\\s+", " ").replaceAll("[ .]+$", "");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
    }

    /** The word before the colon, or nothing. */
    private static String kind(String placeholder) {
        int colon = placeholder.indexOf(':');
        return colon < 0 ? "" : placeholder.substring(2, colon);
    }
}
