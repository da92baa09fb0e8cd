package io.exportroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is built for a command and what for a service: a command waits neither for the start nor for the end of the rest. */
class ModesTest {
    private static final List<String> OF_A_SERVICE = List.of("housekeeping", "catch-up");

    @TempDir
    Path directory;

    @Test
    void aCommandHasNoSchedulerAndNoHousekeeping() throws Exception {
        try (Site site = site();
                Engine engine = start(site, Mode.COMMAND)) {
            assertThat(engine.context().hasComponent("quartz")).isNull();
            assertThat(routes(engine)).contains("run", "download").doesNotContainAnyElementsOf(OF_A_SERVICE);
            assertThat(engine.context().getManagementStrategy().getManagementAgent())
                    .isNull();
        }
    }

    @Test
    void aServiceHasBothAndNoBeansForJmx() throws Exception {
        try (Site site = site();
                Engine engine = start(site, Mode.SCHEDULES)) {
            assertThat(engine.context().hasComponent("quartz")).isNotNull();
            assertThat(routes(engine)).containsAll(OF_A_SERVICE);
            assertThat(engine.context().getManagementStrategy().getManagementAgent())
                    .isNull();
        }
    }

    private Site site() throws Exception {
        Site site = Site.start(directory, SandboxOptions.defaults());
        site.configure("jobs: {nightly: {project: crm, export: schema, schedule: \"@daily\", destinations: [mirror]}}");
        return site;
    }

    private static Engine start(Site site, Mode mode) {
        return Engine.start(new EngineOptions(Path.of("."), site.config(), site.state(), mode), Clock.systemUTC())
                .orElseThrow();
    }

    private static List<String> routes(Engine engine) {
        return engine.context().getRoutes().stream().map(Route::getRouteId).toList();
    }
}
