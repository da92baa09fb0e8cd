package io.exportroutes.testing;

import static org.junit.platform.engine.discovery.ClassNameFilter.excludeClassNamePatterns;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs the tests of a tag in this process. It prints what failed, and in its last line how many succeeded; its exit status is 0
 * where all did, and none was skipped.
 */
final class TaggedTests {
    private TaggedTests() {}

    /** The tag; a regular expression of the names of classes to leave out. */
    public static void main(String[] arguments) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectPackage("io.exportroutes"))
                .filters(
                        // The others have no such tests, and keep records below target/ that are not this process's.
                        EngineFilter.includeEngines("junit-jupiter"),
                        TagFilter.includeTags(arguments[0]),
                        excludeClassNamePatterns(arguments[1]))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        summary.printFailuresTo(out);
        long notRun =
                summary.getTestsSkippedCount() + summary.getTestsAbortedCount() + summary.getContainersSkippedCount();
        out.println("not run: " + notRun);
        out.println(summary.getTestsSucceededCount());
        // Not by returning: a thread of a test may still be there.
        System.exit(summary.getTotalFailureCount() == 0 && notRun == 0 ? 0 : 1);
    }
}
