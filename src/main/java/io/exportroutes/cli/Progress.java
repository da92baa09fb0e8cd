package io.exportroutes.cli;

import java.util.List;

/** Shows how far runs are, while they go on. */
interface Progress extends AutoCloseable {
    /** Called again and again, from one thread, with the same runs in the same order. */
    void show(List<RunView> views);

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
            public void close() {
                // nothing was opened
            }
        };
    }
}
