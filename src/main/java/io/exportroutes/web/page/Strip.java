package io.exportroutes.web.page;

import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The last runs of a job as bars, the newest at the right; a bar's height says its state as well as its colour does.
 *
 * @param label the same in words
 */
record Strip(String label, List<Bar> bars) {
    static final int MOST = 30;
    private static final int STEP = 6;
    private static final int HEIGHT = 20;

    /** @param state as the style has it */
    record Bar(int x, int y, int height, String state, String title) {}

    /** @param newestFirst at most {@link #MOST} */
    static Strip of(List<Run> newestFirst, ZoneId zone) {
        List<Run> runs = newestFirst.stream()
                .sorted(Comparator.comparing(run -> run.origin().createdAt()))
                .toList();
        List<Bar> bars = new ArrayList<>();
        int x = (MOST - runs.size()) * STEP;
        for (Run run : runs) {
            int height = height(run.state());
            bars.add(new Bar(x, HEIGHT - height, height, css(run.state()), title(run, zone)));
            x += STEP;
        }
        return new Strip(label(runs), bars);
    }

    private static String title(Run run, ZoneId zone) {
        Moment scheduled = Moment.of(run.origin().scheduledFor(), zone);
        return run.state() + (scheduled == null ? "" : ", scheduled for " + scheduled.text());
    }

    private static String label(List<Run> runs) {
        if (runs.isEmpty()) {
            return "No run yet";
        }
        Map<RunState, Long> counts =
                new TreeMap<>(runs.stream().collect(Collectors.groupingBy(Run::state, Collectors.counting())));
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", ", "The last runs: ", ""));
    }

    static String css(RunState state) {
        return switch (state) {
            case SUCCEEDED -> "good";
            case PARTIAL -> "partial";
            case FAILED -> "bad";
            case SKIPPED -> "idle";
            case QUEUED, EXPORTING, TRANSFERRING -> "live";
        };
    }

    private static int height(RunState state) {
        return switch (state) {
            case SUCCEEDED -> HEIGHT;
            case PARTIAL -> 12;
            case FAILED -> 8;
            case SKIPPED -> 3;
            case QUEUED, EXPORTING, TRANSFERRING -> 16;
        };
    }
}
