package io.exportroutes.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunPages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as {@code runs --output json} and the API list it; programs read this, so its keys stay as they are.
 *
 * @param note why its last replay could not start; without one the key is left out
 */
public record RunLineJson(
        @JsonUnwrapped Identity identity,
        @JsonUnwrapped Times times,
        @JsonUnwrapped RunPages.Counts counts,
        @Nullable String error,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String note) {
    /** The one object of the command. */
    public record Runs(List<RunLineJson> runs) {}

    record Identity(String run, String job, String state, String trigger, String scheduledFor) {}

    record Times(@Nullable String startedAt, @Nullable String finishedAt) {}

    public static RunLineJson of(Run run, RunPages.Counts counts) {
        return new RunLineJson(
                new Identity(
                        run.id(),
                        run.job(),
                        run.state().name(),
                        run.origin().trigger(),
                        run.origin().scheduledFor().toString()),
                new Times(
                        Json.time(run.progress().startedAt()),
                        Json.time(run.progress().finishedAt())),
                counts,
                run.failure().message(),
                run.progress().history().note());
    }
}
