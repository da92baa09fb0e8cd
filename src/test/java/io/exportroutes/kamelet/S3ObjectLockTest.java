package io.exportroutes.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.BytesContent;
import io.exportroutes.delivery.ContentBatch;
import io.exportroutes.delivery.ObjectLock;
import io.exportroutes.delivery.PutResult;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.delivery.StoredObject.Details;
import io.exportroutes.delivery.VersionKeeping;
import io.exportroutes.delivery.VersionKeeping.Answer;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.lab.servers.ObjectLockFront;
import io.exportroutes.lab.servers.ObjectLockRules;
import io.exportroutes.lab.servers.ObjectLockRules.Version;
import io.exportroutes.lab.servers.S3Server;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bucket with versions and Object Lock, as AWS documents them: what the sink locks, and what the archive action says of it. */
@SuppressWarnings("NullAway.Init")
class S3ObjectLockTest {
    private static final String KEY = "crm/nightly/a ü.zip";

    private static S3Server server;

    private final ObjectLockFront front =
            ObjectLockFront.start(server.endpoint().getPort());
    private final DefaultCamelContext camel = new DefaultCamelContext();

    private ObjectLockRules rules() {
        return front.rules();
    }

    @BeforeAll
    static void startServer() {
        server = S3Server.start("acme");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void start() {
        Properties properties = new Properties();
        Map<String, String> bucket = Map.of(
                "bucket", "acme",
                "endpoint", front.endpoint().toString(),
                "pathStyle", "true",
                "accessKey", server.accessKey(),
                "secretKey", server.secretKey());
        set(properties, "s3-archive-action.there", bucket);
        set(properties, "s3-artifact-sink.plain", bucket);
        Map<String, String> locked = new HashMap<>(bucket);
        locked.putAll(Map.of("objectLockMode", "compliance", "objectLockDays", "90"));
        set(properties, "s3-artifact-sink.locked", locked);
        locked.putAll(Map.of("multipartThreshold", "1B", "checksum", "when-required"));
        set(properties, "s3-artifact-sink.parts", locked);
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:routes/kamelets");
        camel.start();
    }

    private static void set(Properties properties, String name, Map<String, String> values) {
        values.forEach((key, value) -> properties.setProperty("camel.kamelet." + name + "." + key, value));
    }

    @AfterEach
    void stop() {
        camel.stop();
        front.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"locked", "parts"})
    void whatIsWrittenIsLockedForTheDays(String sink) {
        put(sink, KEY);

        Version version = rules().versions(KEY).get(0);
        assertThat(version.mode()).isEqualTo("COMPLIANCE");
        assertThat(version.until()).isEqualTo(midnightIn(91));
        Details said = head().details();
        assertThat(said.version()).isEqualTo(version.id());
        assertThat(said.lock()).isEqualTo(new ObjectLock("COMPLIANCE", version.until(), false));
        assertThat(done("lock").getBody()).isEqualTo(said.lock());
    }

    /** The short way of small objects. */
    @Test
    void aBatchIsLockedToo() {
        ContentBatch batch = new ContentBatch(
                List.of(new ContentBatch.Item("a.json", content()), new ContentBatch.Item("b.json", content())));

        Exchange sent = camel.createProducerTemplate()
                .request("kamelet:s3-artifact-sink/locked", message -> message.getMessage()
                        .setBody(batch));

        assertThat(sent.getMessage().getBody(List.class))
                .allSatisfy(result -> assertThat(((PutResult) result).failure()).isNull());
        for (String key : List.of("a.json", "b.json")) {
            assertThat(rules().versions(key))
                    .as("written once: the short way was the right one")
                    .singleElement()
                    .satisfies(version -> assertThat(version.until()).isEqualTo(midnightIn(91)));
        }
    }

    @Test
    void aBucketWithoutObjectLockRefusesAndSaysWhy() {
        rules().plain();
        Exchange sent = send("locked", "refused.zip");

        assertThat(ExportFailure.in(sent.getException()))
                .extracting(ExportFailure::code)
                .isEqualTo("invalid_request");
        assertThat(server.keys("acme")).doesNotContain("refused.zip");
    }

    /** HEAD says nothing of a lock to who may not know; that is no proof that there is none. */
    @Test
    void whatIsNotSaidIsAskedAndWhatMayNotBeAskedIsTakenAsLocked() {
        put("plain", KEY);
        assertThat(head().details().lock()).isNull();
        assertThat(done("lock").getBody()).isEqualTo(ObjectLock.NONE);

        rules().hold(KEY, true);
        assertThat(done("lock").getBody()).isEqualTo(new ObjectLock(null, null, true));
        rules().hold(KEY, false);

        rules().lock(KEY, "GOVERNANCE", Instant.now().plus(Duration.ofDays(1)));
        rules().forbid("retention");
        assertThat(head().details().lock()).isNull();
        assertThat(done("lock").getBody()).isEqualTo(ObjectLock.UNKNOWN);
    }

    @Test
    void aLegalHoldThatMayNotBeAskedIsALockWithoutAnEnd() {
        put("locked", KEY);
        rules().forbid("legal-hold");

        assertThat(done("lock").getBody()).isEqualTo(ObjectLock.UNKNOWN);
    }

    @Test
    void aHeadSaysWhatTheServersClockSays() {
        put("plain", KEY);
        rules().clockAhead(Duration.ofHours(1));

        Instant theirs = head().details().clock();
        assertThat(theirs)
                .isBetween(Instant.now().plusSeconds(3_590), Instant.now().plusSeconds(3_610));
        rules().freeze(KEY);
        assertThat(head().details().storageClass()).isEqualTo("GLACIER");
    }

    @Test
    void tagsAreReadByTheirNames() {
        put("plain", KEY);

        assertThat(done("tags").getBody()).isEqualTo(Map.of("keeper", String.valueOf(KEY.length())));
    }

    @Test
    void aDeletionLeavesAVersionThere() {
        put("locked", KEY);
        done("delete");

        assertThat(rules().versions(KEY)).extracting(Version::marker).containsExactly(false, true);
        Exchange gone = call("head");
        assertThat(ExportFailure.in(gone.getException()))
                .extracting(ExportFailure::code)
                .isEqualTo("not_found");
    }

    @Test
    void whetherVersionsAreKeptAndRemovedIsAsked() {
        assertThat(done("versions").getBody()).isEqualTo(new VersionKeeping(Answer.YES, Answer.NO));
        rules().removeNoncurrent();
        assertThat(done("versions").getBody()).isEqualTo(new VersionKeeping(Answer.YES, Answer.YES));
        rules().forbid("lifecycle");
        assertThat(done("versions").getBody()).isEqualTo(new VersionKeeping(Answer.YES, Answer.UNKNOWN));
        rules().forbid("versioning", "lifecycle");
        assertThat(done("versions").getBody()).isEqualTo(new VersionKeeping(Answer.UNKNOWN, Answer.UNKNOWN));
    }

    private static Instant midnightIn(int days) {
        return Instant.now().truncatedTo(ChronoUnit.DAYS).plus(days, ChronoUnit.DAYS);
    }

    private static BytesContent content() {
        return new BytesContent(ArchiveKameletContract.BYTES, "application/zip", Map.of());
    }

    private Exchange send(String sink, String key) {
        return camel.createProducerTemplate().request("kamelet:s3-artifact-sink/" + sink, message -> {
            message.getMessage().setHeader(SinkHeaders.KEY, key);
            message.getMessage().setBody(content());
        });
    }

    private void put(String sink, String key) {
        assertThat(send(sink, key).getException()).isNull();
    }

    private StoredObject head() {
        return done("head").getBody(StoredObject.class);
    }

    private Message done(String operation) {
        Exchange exchange = call(operation);
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage();
    }

    private Exchange call(String operation) {
        return camel.createProducerTemplate().request("kamelet:s3-archive-action/there", message -> message.getMessage()
                .setHeaders(new HashMap<>(Map.of(SinkHeaders.KEY, KEY, ArchiveCall.OPERATION, operation))));
    }
}
