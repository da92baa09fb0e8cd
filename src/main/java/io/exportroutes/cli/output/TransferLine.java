package io.exportroutes.cli.output;

import io.exportroutes.cli.output.BarLine.Amount;
import java.io.PrintStream;
import java.time.Duration;

/** How far one transfer is: a bar that is drawn again in its line on a terminal, and nothing elsewhere. */
public final class TransferLine {
    private static final long REDRAWN_NANOS = Duration.ofMillis(100).toNanos();
    private static final String BACK = "\r\u001b[K";

    private final PrintStream err = System.err; // the commands' own makes control characters visible
    private final boolean interactive = Terminal.isInteractive();
    private final long begun = System.nanoTime();
    private long drawn = begun;

    /** So many bytes of so many have come. */
    public void show(String label, long bytes, long size) {
        long now = System.nanoTime();
        if (interactive && (now - drawn > REDRAWN_NANOS || bytes == size)) {
            drawn = now;
            Duration took = Duration.ofNanos(now - begun);
            err.print(BACK + new BarLine(label, new Amount(true, bytes, size), took, "").render(width()));
            err.flush();
        }
    }

    /** Takes the bar away, for a line of text. */
    public void clear() {
        if (interactive) {
            err.print(BACK);
            err.flush();
        }
    }

    private static int width() {
        int columns = Terminal.columns();
        return (columns > 0 ? columns : 80) - 1;
    }
}
