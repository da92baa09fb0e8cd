package io.exportroutes.web.page;

import io.exportroutes.ledger.AuditEntry.Act;
import io.exportroutes.web.Answer;
import io.exportroutes.web.Call;
import io.exportroutes.web.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a call of a browser failed, most often a form that was sent: what, why, what to do, and the way back. */
final class FailurePage {
    private static final Map<String, String> ACTIONS = Map.of(
            "run", "Running",
            "pause", "Pausing",
            "resume", "Resuming",
            "replay", "Replaying",
            "release", "Releasing",
            "discard", "Discarding");

    private final Templates templates;

    FailurePage(Templates templates) {
        this.templates = templates;
    }

    record View(String title, Trouble trouble, Back back) {}

    record Back(String path, String text) {}

    Answer show(Call call, Problem problem) {
        Act act = call.act().filter(one -> ACTIONS.containsKey(one.action())).orElse(null);
        String title =
                act == null ? "This cannot be shown" : ACTIONS.get(act.action()) + " " + act.target() + " failed";
        return templates.page(
                call,
                "failure",
                title,
                null,
                new View(
                        title,
                        new Trouble(problem.code(), problem.detail() + ".", problem.hint()),
                        back(call, act, problem)));
    }

    /** To the page that the form was on; else to what it was about, if that is there. */
    private static Back back(Call call, @Nullable Act act, Problem problem) {
        if (call.back().isPresent()) {
            return new Back(call.back().get(), "Back to the page before");
        }
        if (act == null || problem.status() == 404) {
            return new Back("/", "To all jobs");
        }
        return call.isAboutJob()
                ? new Back("/jobs/" + Links.encoded(act.target()), "To the job " + act.target())
                : new Back("/dead-letters", "To the dead letters");
    }
}
