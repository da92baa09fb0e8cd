package io.exportroutes.cli;

import io.exportroutes.cli.output.WrappedText;
import io.exportroutes.doctor.Finding;
import io.exportroutes.doctor.Finding.Level;
import io.exportroutes.view.Formats;
import java.io.PrintWriter;
import java.util.List;

/** The findings of {@code doctor}: a line for each, its remedy below it, and how many there are. */
final class FindingLines {
    private static final String GAP = "  ";

    private FindingLines() {}

    /** @param width of the terminal, or 0 without one */
    static void print(PrintWriter out, List<Finding> findings, int width) {
        int longest = findings.stream()
                .mapToInt(finding -> finding.title().length())
                .max()
                .orElse(0);
        for (Finding finding : findings) {
            String title = finding.title();
            String label = "%-4s".formatted(finding.level()) + GAP + title + " ".repeat(longest - title.length()) + GAP;
            out.println(WrappedText.of(label, finding.seen(), width));
            if (finding.remedy() != null) {
                out.println(WrappedText.of(" ".repeat(label.length()) + "What to do: ", finding.remedy(), width));
            }
        }
        out.println(summary(findings));
    }

    private static String summary(List<Finding> findings) {
        long failures = count(findings, Level.FAIL);
        long warnings = count(findings, Level.WARN);
        if (failures + warnings == 0) {
            return "All is well.";
        }
        return Formats.count(failures, "failure") + ", " + Formats.count(warnings, "warning") + ".";
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }
}
