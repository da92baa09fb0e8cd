package io.exportroutes.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.BytesContent;
import io.exportroutes.delivery.ObjectLock;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.delivery.VersionKeeping;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.spool.Hashes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The reading side of each destination type: what its sink wrote is listed, looked up, read and deleted by its archive Kamelet,
 * which has the sink's own properties.
 */
abstract class ArchiveKameletContract {
    static final byte[] BYTES = "an artifact".getBytes(StandardCharsets.UTF_8);
    static final String KEY = "crm/nightly/a {{x}} ü.zip";

    final DefaultCamelContext camel = new DefaultCamelContext();

    /** {@code s3} and the like. */
    abstract String type();

    /** The properties of a destination, by the Kamelets' names. */
    abstract Map<String, String> destination() throws Exception;

    /** The property that says where, and another value of it under which there is nothing. */
    abstract Map.Entry<String, String> nowhere();

    /** Whether the destination keeps a SHA-256 of the whole object. */
    boolean tellsSha256() {
        return false;
    }

    /** Where its Kamelets are. */
    String location() throws IOException {
        return "file:routes/kamelets";
    }

    @BeforeEach
    void start() throws Exception {
        Properties properties = new Properties();
        set(properties, "there", Map.of());
        set(properties, "nowhere", Map.ofEntries(nowhere()));
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.getComponent("kamelet", KameletComponent.class).setLocation(location());
        camel.start();
    }

    private void set(Properties properties, String name, Map<String, String> others) throws Exception {
        Map<String, String> all = new HashMap<>(destination());
        all.putAll(others);
        for (String kamelet : new String[] {"artifact-sink", "archive-action"}) {
            all.forEach((property, value) -> properties.setProperty(
                    "camel.kamelet." + type() + "-" + kamelet + "." + name + "." + property, value));
        }
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void whatIsThereIsListedInPagesByTheBytesOfItsKeys(int limit) {
        List<String> keys = List.of(
                "crm/a-b.zip",
                "crm/a.zip",
                "crm/a/x.zip",
                "crm/a/y.zip",
                "crm/a0.zip",
                "crm/z/1/2/3.zip",
                "crm/\u00FC.zip",
                "other.zip");
        List.of(3, 1, 0, 6, 2, 7, 5, 4).forEach(place -> put(keys.get(place)));

        assertThat(listed("", limit)).containsExactlyElementsOf(keys);
        assertThat(listed("crm/", limit)).containsExactlyElementsOf(keys.subList(0, 7));
        assertThat(listed("crm/a", limit)).containsExactlyElementsOf(keys.subList(0, 5));
        assertThat(listed("crm/a/", limit)).containsExactly("crm/a/x.zip", "crm/a/y.zip");
        assertThat(listed("crm/a/x.zip", limit)).containsExactly("crm/a/x.zip");
        assertThat(listed("crm/none/", limit)).isEmpty();
        assertThat(page("crm/", "crm/a/x", limit).get(0).key()).isEqualTo("crm/a/x.zip");
    }

    @Test
    void aListSaysHowLargeAnObjectIsAndSinceWhen() {
        Instant before = Instant.now().minusSeconds(2);
        put(KEY);

        assertThat(page("", "", 10)).singleElement().satisfies(object -> {
            assertThat(object.size()).isEqualTo(BYTES.length);
            assertThat(object.modified()).isBetween(before, Instant.now().plusSeconds(2));
            StoredObject alone = done("head", KEY).getMessage().getBody(StoredObject.class);
            assertThat(alone.key()).isEqualTo(object.key());
            assertThat(alone.size()).isEqualTo(object.size());
            assertThat(alone.modified().getEpochSecond())
                    .isEqualTo(object.modified().getEpochSecond());
        });
    }

    /** Of the whole object, by the destination itself; of no object where it tells none. */
    @Test
    void itSaysItsOwnSha256WhereItHasOne() {
        put(KEY);

        assertThat(done("head", KEY)
                        .getMessage()
                        .getBody(StoredObject.class)
                        .details()
                        .sha256())
                .isEqualTo(tellsSha256() ? Hashes.sha256(BYTES) : null);
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY, "${sysenv.HOME}/a.zip", "$simple{sysenv.HOME}.zip"})
    void anObjectIsReadAndDeletedByItsOwnKey(String key) throws IOException {
        put(KEY);
        put(key);

        try (InputStream bytes = done("get", key).getMessage().getBody(InputStream.class)) {
            assertThat(bytes.readAllBytes()).isEqualTo(BYTES);
        }
        done("delete", key);
        done("delete", key);

        assertThat(listed("", 10)).doesNotContain(key).hasSize(key.equals(KEY) ? 0 : 1);
    }

    /** Of a destination that does neither, as one with both is asked in {@link S3ObjectLockTest}. */
    @Test
    void withoutLocksAndVersionsNothingIsLockedAndNothingKept() {
        put(KEY);

        assertThat(done("lock", KEY).getMessage().getBody()).isEqualTo(ObjectLock.NONE);
        assertThat(done("versions", "").getMessage().getBody()).isEqualTo(VersionKeeping.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "get"})
    void anObjectThatIsNotThereIsAFailureOfOurs(String operation) {
        put("crm/none.zip/but-a-folder");

        for (String key : new String[] {"crm/no.zip", "none/no.zip"}) {
            assertThat(failure(operation, key))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContaining(key)
                    .extracting(ExportFailure::code)
                    .isEqualTo("not_found");
        }
    }

    @Test
    void aFolderIsNoObject() {
        put("crm/folder/a.zip");

        assertThat(failure("head", "crm/folder").code()).isEqualTo("not_found");
        assertThat(failure("head", "crm").code()).isEqualTo("not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../acme", "", "/a", "a\\b", ".hidden"})
    void whatCanBeNoKeyIsRefused(String key) {
        assertThat(failure("delete", key).code()).isEqualTo("key_invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../", "a/../../", "/", "crm//"})
    void aListDoesNotLeaveTheDestination(String prefix) {
        assertThat(failure("list", prefix).code()).isEqualTo("key_invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "listObjects", "purge"})
    void anOperationThatIsNoneIsRefused(String operation) {
        assertThat(failure(operation, KEY)).hasMessageContaining("operation").matches(one -> one.code()
                .equals("invalid_option"));
    }

    @Test
    void whereThereIsNothingToListIsAFailureAndNoEmptyList() {
        Exchange exchange = call("nowhere", "list", Map.of());

        assertThat(ExportFailure.in(exchange.getException()))
                .isInstanceOf(PermanentFailure.class)
                .extracting(ExportFailure::code)
                .isEqualTo("directory_missing");
    }

    void put(String key) {
        Exchange sent = camel.createProducerTemplate()
                .request("kamelet:" + type() + "-artifact-sink/there", exchange -> {
                    exchange.getMessage().setHeader(SinkHeaders.KEY, key);
                    exchange.getMessage().setBody(new BytesContent(BYTES, "application/zip", Map.of()));
                });
        assertThat(sent.getException()).isNull();
    }

    List<String> listed(String prefix, int limit) {
        List<String> keys = new ArrayList<>();
        List<StoredObject> page = page(prefix, "", limit);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            page.forEach(object -> keys.add(object.key()));
            page = page(prefix, keys.get(keys.size() - 1), limit);
        }
        return keys;
    }

    private List<StoredObject> page(String prefix, String after, int limit) {
        Exchange exchange = call(
                "there", "list", Map.of(SinkHeaders.KEY, prefix, ArchiveCall.AFTER, after, ArchiveCall.LIMIT, limit));
        assertThat(exchange.getException()).isNull();
        List<?> objects = exchange.getMessage().getBody(List.class);
        return objects.stream().map(StoredObject.class::cast).toList();
    }

    Exchange done(String operation, String key) {
        Exchange exchange = call("there", operation, Map.of(SinkHeaders.KEY, key));
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    ExportFailure failure(String operation, String key) {
        Exchange exchange = call("there", operation, Map.of(SinkHeaders.KEY, key));
        ExportFailure failure = ExportFailure.in(exchange.getException());
        if (failure == null) {
            throw new AssertionError("A failure of ours was expected", exchange.getException());
        }
        return failure;
    }

    Exchange call(String name, String operation, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put(ArchiveCall.OPERATION, operation);
        return camel.createProducerTemplate()
                .request("kamelet:" + type() + "-archive-action/" + name, exchange -> exchange.getMessage()
                        .setHeaders(all));
    }
}
