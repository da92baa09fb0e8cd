package io.exportroutes.web;

import io.exportroutes.account.Account;
import io.exportroutes.account.PasswordHash;
import io.exportroutes.account.Role;
import io.exportroutes.account.TokenHash;
import io.exportroutes.account.UsersFile;
import io.exportroutes.app.AppContext;
import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.custody.Head;
import io.exportroutes.custody.Keys;
import io.exportroutes.custody.Notary;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.lab.servers.FreePort;
import io.exportroutes.ledger.AuditEntry;
import io.exportroutes.ledger.Copies;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.ReadBack;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunIds;
import io.exportroutes.ledger.RunState;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.Result;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.testing.Edit;
import io.exportroutes.testing.RawHttp;
import io.exportroutes.testing.RawHttp.Reply;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/** A started service with its web server, called as anybody on the network would. */
final class WebService implements AutoCloseable {
    static final String OPERATOR = basic("olga", "right horse");
    static final String VIEWER = basic("vera", "right battery");
    private static final String JOBS = """
            jobs:
              nightly: {project: crm, export: database, schedule: "0 3 * * *", destinations: [mirror]}
              guarded: {project: crm, export: database, guard: {min-size: 1GB}, destinations: [mirror]}
              by-hand: {project: crm, export: schema, destinations: [vault]}
            """;

    private final Site site;
    private final Engine engine;
    private final int port = FreePort.find();
    private final UsersFile users;

    /** @param web the section of exports.yaml; PORT and USERS in it are filled in */
    WebService(Path directory, String web) throws IOException {
        this.site = Site.start(directory, SandboxOptions.defaults());
        this.users = new UsersFile(directory.resolve("web-users"));
        site.configure("defaults:\n  retry: {attempts: 1}\n" + JOBS
                + web.replace("PORT", Integer.toString(port))
                        .replace("USERS", users.path().toString()));
        Edit.file(
                site.config().resolve("exports.yaml"),
                "mirror: {type: file,",
                "mirror: {type: file, read-back: {every: 30d},");
        if (!web.contains("PORT")) {
            Files.writeString(
                    site.config().resolve("application.properties"),
                    "camel.management.port=" + port + "\ncamel.management.host="
                            + (web.contains("everywhere") ? "0.0.0.0" : "127.0.0.1") + "\n");
        }
        EngineOptions options =
                new EngineOptions(Path.of("."), site.config(), site.state(), EngineOptions.Mode.SERVICE);
        this.engine = Engine.start(options, Clock.systemUTC()).orElseThrow();
    }

    /** With users olga (operator) and vera (viewer), both with a password. */
    static WebService withUsers(Path directory, String more) throws IOException {
        WebService service =
                new WebService(directory, "web: {listen: \"127.0.0.1:PORT\", users-file: USERS" + more + "}\n");
        service.add("olga", Role.OPERATOR, PasswordHash.of("right horse".toCharArray()));
        service.add("vera", Role.VIEWER, PasswordHash.of("right battery".toCharArray()));
        return service;
    }

    void add(String name, Role role, String credential) {
        users.put(new Account(name, role, credential));
    }

    /** A header with a new token. */
    String token(String name, Role role) {
        String token = TokenHash.newToken();
        add(name, role, TokenHash.of(token));
        return "Authorization: Bearer " + token;
    }

    void remove(String name) {
        users.remove(name);
    }

    static String basic(String name, String password) {
        String text = name + ":" + password;
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The header of a page of this server. */
    String own() {
        return "Origin: http://127.0.0.1:" + port;
    }

    Reply get(String path, String... headers) throws IOException {
        return RawHttp.get(port, path, headers);
    }

    Reply post(String path, String body, String... headers) throws IOException {
        return RawHttp.post(port, path, body, headers);
    }

    Reply send(String call, String... headers) throws IOException {
        return RawHttp.send(port, call, "", headers);
    }

    Socket open() throws IOException {
        return RawHttp.open(port);
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Runs the job to its end, and returns the run's id. */
    String once(String job, RunState end) {
        Instant now = Instant.now();
        String run = RunIds.manual(job, now, RandomGenerator.getDefault());
        engine.submit(new RunRequest(run, job, "manual", now));
        awaitSettled(run, end);
        return run;
    }

    /** The job of the run has a chain at the mirror, where the run's copy is held and was read back; returns the chain's head. */
    Head keepInCustody(String run) {
        Ledger ledger = engine.appContext().ledger();
        Run kept = ledger.runs().find(run).orElseThrow();
        String job = kept.origin().job();
        ExportEntry export = ledger.exports().ofRun(run).get(0);
        Copies copies = ledger.deliveries().copies();
        copies.chains().signBy(notary());
        copies.chains().beginnings().open(job, List.of());
        copies.chains().places().add(job, Set.of("mirror"));
        copies.chains().beginnings().adopt(job, "for a test", "Ada");
        copies.holds().place(export.manifest().id(), "audit of 2025 & 2026", "Ada");
        copies.chains().signBy(null);
        Head head = copies.chains().head(job).orElseThrow();
        copies.chains().places().confirm("mirror", head);
        Instant now = Instant.now();
        copies.readBacks()
                .record(new ReadBack(
                        new ReadBack.Subject(export.manifest().id(), "mirror", "key"),
                        Level.CONTENT,
                        Result.OK,
                        new ReadBack.Evidence(7, null, null),
                        new ReadBack.Origin(now, now, "1", "host")));
        return head;
    }

    private Notary notary() {
        try {
            return Keys.notary(site.config());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return port;
    }

    Engine engine() {
        return engine;
    }

    Site site() {
        return site;
    }

    Backend backend() {
        AppContext app = engine.appContext();
        return new Backend(app.config(), app.ledger(), app.deadLetters(), engine::submit, app.clock());
    }

    void awaitSettled(String run, RunState state) {
        Awaitility.await(run)
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> engine.appContext()
                                .ledger()
                                .runs()
                                .find(run)
                                .orElseThrow()
                                .state(),
                        now -> now == state);
    }

    List<AuditEntry> audit() {
        return engine.appContext().ledger().alarms().audit().page(null, 100);
    }

    @Override
    public void close() {
        engine.close();
        site.close();
    }
}
