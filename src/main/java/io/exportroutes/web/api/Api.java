package io.exportroutes.web.api;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Run;
import io.exportroutes.value.Suggestions;
import io.exportroutes.value.Visible;
import io.exportroutes.view.Json;
import io.exportroutes.web.Answer;
import io.exportroutes.web.Backend;
import io.exportroutes.web.WebRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The addresses of the API; openapi.json describes each. */
public final class Api {
    public static final String ROOT = "/api/v1";

    private Api() {}

    public static void addTo(WebRoutes routes, Backend backend) {
        Reading reading = new Reading(backend);
        routes.get(ROOT + "/openapi.json", call -> Answer.of(200, "application/json", description()));
        routes.get(ROOT + "/jobs", reading::jobs);
        routes.get(ROOT + "/jobs/:job", reading::job);
        routes.get(ROOT + "/jobs/:job/custody", reading::custody);
        routes.get(ROOT + "/runs", reading::runs);
        routes.get(ROOT + "/runs/:run", reading::run);
        routes.get(ROOT + "/dead-letters", reading::deadLetters);
        routes.get(ROOT + "/alarms", reading::alarms);
        routes.get(ROOT + "/audit", reading::audit);
        Changing changing = new Changing(backend);
        routes.post(ROOT + "/jobs/:job/run", changing::run);
        routes.post(ROOT + "/jobs/:job/pause", changing::pause);
        routes.post(ROOT + "/jobs/:job/resume", changing::resume);
        routes.post(ROOT + "/dead-letters/:id/replay", changing::replay);
        routes.post(ROOT + "/dead-letters/:id/release", changing::release);
        routes.post(ROOT + "/dead-letters/:id/discard", changing::discard);
    }

    static Answer json(int status, Object object) {
        return Answer.of(status, "application/json", Json.text(object));
    }

    static PermanentFailure unknownRun(Backend backend, String run) {
        String hint = Suggestions.nearest(
                        run,
                        backend.ledger().runs().recent(null, 200).stream()
                                .map(Run::id)
                                .toList())
                .map(near -> "Did you mean " + near + "?")
                .orElse("List the runs: GET " + ROOT + "/runs");
        return new PermanentFailure(FailureCode.UNKNOWN_RUN, "The ledger has no run " + Visible.text(run), hint);
    }

    private static String description() {
        try (InputStream resource = Api.class.getResourceAsStream("openapi.json")) {
            if (resource == null) {
                throw new IllegalStateException("openapi.json is missing");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
