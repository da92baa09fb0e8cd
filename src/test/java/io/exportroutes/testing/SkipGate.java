package io.exportroutes.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * A test that does not run shows nothing: whatever is skipped, disabled or given up by an assumption for a reason that is not in
 * {@code permitted-skips.txt} fails the process that ran the tests, at its end, because a listener cannot fail a test.
 */
public final class SkipGate implements TestExecutionListener, LauncherSessionListener {
    private static final String LIST = "/permitted-skips.txt";

    /** Shared: the platform makes one object for each of the two kinds of listener. */
    private static final Queue<String> UNLISTED = new ConcurrentLinkedQueue<>();

    private final List<String> permitted = read();

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        note(test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == Status.ABORTED) {
            note(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason"));
        }
    }

    private void note(TestIdentifier test, String reason) {
        if (!permits(permitted, reason)) {
            UNLISTED.add("%s: %s".formatted(test.getUniqueId(), reason));
        }
    }

    /** Whether a reason is on the list. */
    static boolean permits(List<String> permitted, String reason) {
        return permitted.stream().anyMatch(reason::contains);
    }

    /** The reasons that are permitted. */
    static List<String> read() {
        try (InputStream list = Objects.requireNonNull(SkipGate.class.getResourceAsStream(LIST));
                BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.substring(0, line.indexOf(" | ")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (!UNLISTED.isEmpty()) {
            throw new AssertionError("Skipped for a reason that is not in src/test/resources/permitted-skips.txt:\n"
                    + String.join("\n", UNLISTED));
        }
    }
}
