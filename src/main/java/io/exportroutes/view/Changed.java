package io.exportroutes.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What commands and the API say of a change that they made. */
public final class Changed {
    private Changed() {}

    /** The jobs that were paused now. */
    public record Paused(List<String> paused) {}

    /** The jobs that were paused until now. */
    public record Resumed(List<Job> resumed) {}

    /** @param catchUp the catch-up run, or null */
    public record Job(String job, @Nullable String catchUp) {}

    /** The dead letters that are given up now. */
    public record Discarded(List<String> discarded) {}
}
