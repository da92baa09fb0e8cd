package io.exportroutes.web.page;

import io.exportroutes.web.Backend;
import io.exportroutes.web.WebRoutes;

/** The addresses of the pages. */
public final class Pages {
    private Pages() {}

    public static void addTo(WebRoutes routes, Backend backend) {
        Assets assets = new Assets();
        Templates templates = new Templates(assets);
        OverviewPage overview = new OverviewPage(backend, templates);
        JobPage job = new JobPage(backend, templates);
        RunPage run = new RunPage(backend, templates);
        LedgerPages lists = new LedgerPages(backend, templates);
        routes.showFailuresBy(new FailurePage(templates)::show);
        routes.get("/", overview::show);
        routes.get("/jobs/:job", job::show);
        routes.get("/runs", lists::runs);
        routes.get("/runs/:run", run::show);
        routes.get("/dead-letters", lists::deadLetters);
        routes.get("/alarms", lists::alarms);
        routes.get("/audit", lists::audit);
        routes.getFile("/report", new ReportPage(backend)::write);
        routes.get("/assets/:name", assets::serve);
    }
}
