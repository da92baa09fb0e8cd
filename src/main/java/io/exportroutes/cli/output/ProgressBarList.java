package io.exportroutes.cli.output;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Labelled bars on the terminal, each made with its first progress. */
final class ProgressBarList implements AutoCloseable {
    private static final int INTERVAL_MILLIS = 100;

    private final Map<String, Bar> bars = new LinkedHashMap<>();

    /** @param total -1 if unknown */
    void bytes(String label, long done, long total) {
        bar(label, true).step(done, total);
    }

    void count(String label, long done, long total) {
        bar(label, false).step(done, total);
    }

    /** Sets the word behind the bar of that label, if there is one. */
    void note(String label, String word) {
        Bar bar = bars.get(label);
        if (bar != null) {
            bar.note = word;
        }
    }

    private Bar bar(String label, boolean inBytes) {
        return bars.computeIfAbsent(label, name -> new Bar(name, inBytes));
    }

    @Override
    public void close() {
        bars.values().forEach(bar -> bar.shown.refresh());
        bars.values().forEach(bar -> bar.shown.close());
    }

    /** The state of one bar; the library draws it from its own thread. */
    private static final class Bar {
        private final String label;
        private final boolean inBytes;
        private final long begun = System.nanoTime();
        private volatile long done = -1;
        private volatile long total = -1;
        private volatile String note = "";
        private volatile @Nullable Duration took;
        private final ProgressBar shown;

        Bar(String label, boolean inBytes) {
            this.label = label;
            this.inBytes = inBytes;
            ProgressBarBuilder builder = new ProgressBarBuilder()
                    .setInitialMax(-1)
                    .setUpdateIntervalMillis(INTERVAL_MILLIS)
                    .setRenderer((state, width) -> drawn(width))
                    .continuousUpdate();
            if (Terminal.columns() > 0) {
                builder.setMaxRenderedLength(Terminal.columns());
            }
            this.shown = builder.build();
        }

        void step(long doneNow, long totalNow) {
            total = totalNow < 0 ? total : totalNow;
            done = doneNow < 0 ? done : doneNow;
            if (took == null && total >= 0 && done >= total) {
                took = elapsed();
            }
        }

        /** As wide as the terminal, so that it covers a longer line before it. */
        private String drawn(int width) {
            Duration whole = took;
            String line = new BarLine(
                            label, new BarLine.Amount(inBytes, done, total), whole == null ? elapsed() : whole, note)
                    .render(width);
            return line + " ".repeat(Math.max(0, width - TextWidth.width(line)));
        }

        private Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }
}
