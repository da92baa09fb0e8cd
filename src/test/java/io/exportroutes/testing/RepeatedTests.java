package io.exportroutes.testing;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs a test class again and again in this process, for {@code bench/repeat.sh}: a line for each time, with what failed. Its
 * exit status is 0 where nothing did.
 */
final class RepeatedTests {
    private RepeatedTests() {}

    /** The class; how many times. */
    public static void main(String[] arguments) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(arguments[0]))
                .filters(EngineFilter.includeEngines("junit-jupiter", "jqwik"), TagFilter.excludeTags("soak"))
                .build();
        Launcher launcher = LauncherFactory.create();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        boolean green = true;
        for (int time = 1; time <= Integer.parseInt(arguments[1]); time++) {
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            launcher.execute(request, listener);
            TestExecutionSummary summary = listener.getSummary();
            boolean whole = summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() > 0;
            long seconds = Duration.ofMillis(summary.getTimeFinished() - summary.getTimeStarted())
                    .toSeconds();
            out.println((whole ? "green " : "RED ") + seconds + " s, " + summary.getTestsSucceededCount() + " tests");
            summary.printFailuresTo(out);
            green &= whole;
        }
        // Not by returning: a thread of a test may still be there.
        System.exit(green ? 0 : 1);
    }
}
