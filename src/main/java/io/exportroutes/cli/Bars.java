package io.exportroutes.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Labelled bars on the terminal, each made when there is something to show. */
final class Bars implements AutoCloseable {
    private static final int LABEL = 12;
    private static final int INTERVAL_MILLIS = 100;
    /** From ten of one unit on, the next smaller one is fine enough. */
    private static final long FINE = 10;

    private static final long KILOBYTE = 1_000;
    private static final long MEGABYTE = 1_000_000;
    private static final long GIGABYTE = 1_000_000_000;

    private final Map<String, ProgressBar> bars = new LinkedHashMap<>();

    /** @param total -1 where nobody knows */
    void bytes(String label, long done, long total) {
        ProgressBar bar = bars.get(label);
        if (bar == null) {
            bar = make(label, total, unit(total));
        }
        step(bar, done, total);
    }

    void count(String label, long done, long total) {
        ProgressBar bar = bars.get(label);
        step(bar == null ? make(label, total, new Unit("", 1)) : bar, done, total);
    }

    /** A word behind the bar; nothing happens where there is none of that label. */
    void note(String label, String word) {
        ProgressBar bar = bars.get(label);
        if (bar != null) {
            bar.setExtraMessage(word.isEmpty() ? word : " " + word);
        }
    }

    private static void step(ProgressBar bar, long done, long total) {
        if (total >= 0) {
            bar.maxHint(total);
        }
        if (done >= 0) {
            bar.stepTo(done);
        }
    }

    private record Unit(String name, long bytes) {}

    private static Unit unit(long total) {
        if (total >= FINE * GIGABYTE) {
            return new Unit("GB", GIGABYTE);
        }
        return total < 0 || total >= FINE * MEGABYTE ? new Unit("MB", MEGABYTE) : new Unit("KB", KILOBYTE);
    }

    private ProgressBar make(String label, long total, Unit unit) {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(label + " ".repeat(Math.max(0, LABEL - label.length())))
                .setInitialMax(total)
                .setUnit(unit.name(), unit.bytes())
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .continuousUpdate()
                .hideEta();
        if (!unit.name().isEmpty()) {
            builder.showSpeed();
        }
        if (Terminal.columns() > 0) {
            builder.setMaxRenderedLength(Terminal.columns());
        }
        ProgressBar bar = builder.build();
        bars.put(label, bar);
        return bar;
    }

    @Override
    public void close() {
        bars.values().forEach(ProgressBar::refresh);
        bars.values().forEach(ProgressBar::close);
    }
}
