package io.exportroutes.lab.demo;

import io.exportroutes.app.Engine;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What the demo does and says, step by step. */
final class DemoStory {
    private static final DateTimeFormatter ONCE = DateTimeFormatter.ofPattern("s m H d M '?' yyyy", Locale.ROOT);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Site site;
    private final PrintWriter out;

    DemoStory(Site site, PrintWriter out) {
        this.site = site;
        this.out = out;
    }

    void introduce() {
        out.println("Export Routes demo: nothing leaves this machine.");
        out.println("  API (stand-in)   " + site.sandbox().baseUri());
        out.println("  S3 server        " + site.s3().endpoint());
        out.println("  SSH server       sftp://127.0.0.1:" + site.ssh().port());
        out.println("  SMTP server      smtp://127.0.0.1:" + site.smtp().port());
        out.println("  configuration    " + site.config().resolve("exports.yaml"));
        out.println();
    }

    /** Three jobs that each fire once, within seconds; the sweep last, so that it has something to find. */
    void configure() throws IOException {
        Instant now = Instant.now();
        // A machine that took long to get here takes long to start the service too.
        int first = (int) Math.max(8, ManagementFactory.getRuntimeMXBean().getUptime() / 400);
        site.configure(CustodyStory.section(site)
                + """
                defaults:
                  retention: {keep-last: 1}
                  destinations: [archive, partner, mirror, ops]
                  retry: {attempts: 4, initial-delay: 500ms, multiplier: 2, max-delay: 4s}
                jobs:
                  crm-nightly: {project: crm, export: database, format: zip, schedule: "%s", destinations: [archive, partner, mirror, ops, vault]}
                  crm-schema: {project: crm, export: schema, format: sql, schedule: "%s"}
                  shop-sweep: {project: shop, export: existing, schedule: "%s", destinations: [archive, mirror]}
                """.formatted(fires(now, first), fires(now, first + 1), fires(now, first + 2)));
        site.sandbox().addExport(PlantedExport.table("shop", "orders", bytes("id,total\n1,9.90\n2,24.00\n")));
        site.sandbox().addExport(PlantedExport.schema("shop", bytes("{\"tables\":[{\"name\":\"orders\"}]}")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String fires(Instant now, int seconds) {
        return ONCE.format(ZonedDateTime.ofInstant(now.plusSeconds(seconds), ZoneOffset.UTC));
    }

    /** @return whether everything is delivered in the end */
    boolean tell(Engine engine) throws Exception {
        site.ssh().cutAfter(2000);
        out.println("partner (SFTP) will lose its connection once: it is retried from the same verified bytes.");
        out.println("vault (S3) has no bucket: it ends as a dead letter, is mended, and is replayed.");
        out.println("Waiting for the three schedules to fire ...");
        Narrator narrator = new Narrator(engine.appContext().ledger(), out);
        boolean settled = narrator.follow(3, PATIENCE);
        List<Delivery> dead = engine.appContext().deadLetters().deliveries();
        replay(engine, dead);
        settled &= narrator.follow(3, PATIENCE);
        boolean whole = table(engine) && settled && !dead.isEmpty();
        return new CustodyStory(site, out).tell() && whole;
    }

    private void replay(Engine engine, List<Delivery> dead) {
        for (Delivery delivery : dead) {
            out.println();
            out.println("Dead letter " + delivery.id() + " after " + delivery.attempts()
                    + (delivery.attempts() == 1 ? " attempt" : " attempts"));
            out.println("  reason: " + delivery.failure().message());
            out.println("  remedy: " + delivery.failure().hint());
        }
        site.s3().createBucket("acme-vault");
        int calls = site.sandbox().calls().size();
        out.println("The bucket is made; replaying from the spool, without asking the API again.");
        for (Delivery delivery : dead) {
            try {
                engine.appContext().deadLetters().replay(delivery.id());
            } catch (PermanentFailure e) {
                out.println("  not replayed: " + e.getMessage());
            }
        }
        out.println("  (API calls so far: " + calls + ")");
    }

    private boolean table(Engine engine) throws Exception {
        ReadBack readBack = new ReadBack(site);
        boolean whole = true;
        out.println();
        out.println("What landed where, read back from each server:");
        for (Run run : engine.appContext().ledger().runs().recent(null, 10)) {
            out.println();
            out.println(run.id() + "  " + run.state());
            for (ExportEntry export : engine.appContext().ledger().exports().ofRun(run.id())) {
                whole &= rows(engine, readBack, export);
            }
        }
        out.println();
        out.println(
                whole ? "Every copy has the SHA-256 of the verified artifact." : "Some copies are missing or differ.");
        return whole;
    }

    private boolean rows(Engine engine, ReadBack readBack, ExportEntry export) throws Exception {
        String id = export.manifest().id();
        boolean whole = export.bytes().sha256() != null;
        out.printf(
                "  %s  %s  %d bytes%n",
                id, export.manifest().scope().kind(), export.bytes().size());
        for (Delivery delivery : engine.appContext().ledger().deliveries().ofExport(id)) {
            String sha256 = readBack.bytes(delivery).map(ReadBack::sha256).orElse("nothing arrived");
            boolean same = sha256.equals(export.bytes().sha256()) && delivery.state() == DeliveryState.DELIVERED;
            whole &= same;
            out.printf(
                    "    %-8s %-10s %s  %s%n             %s (%d attempt%s)%n",
                    delivery.destination(),
                    delivery.state(),
                    sha256,
                    same ? "ok" : "DIFFERS",
                    delivery.receipt().location(),
                    delivery.attempts(),
                    delivery.attempts() == 1 ? "" : "s");
        }
        return whole;
    }
}
