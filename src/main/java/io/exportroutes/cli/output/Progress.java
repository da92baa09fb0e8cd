package io.exportroutes.cli.output;

import io.exportroutes.view.RunView;
import java.util.List;

/** Shows the progress of running runs. */
public interface Progress extends AutoCloseable {
    /** Called again and again, from one thread, with the same runs in the same order. */
    void show(List<RunView> views);

    /** Whether anyone sees it: if not, the runs need not be read for it. */
    default boolean isSeen() {
        return true;
    }

    @Override
    void close();

    /** Shows nothing. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void show(List<RunView> views) {
                // a program reads the result alone
            }

            @Override
            public boolean isSeen() {
                return false;
            }

            @Override
            public void close() {
                // nothing was opened
            }
        };
    }
}
