package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.sandbox.RecordedCall;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.notification.Notification;
import io.exportroutes.route.RunSpans;
import io.exportroutes.testing.ScriptedServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.mail.internet.MimeMessage;
import java.io.File;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tracing as a user switches it on: Camel's component and an SDK on the class path. Its headers stay on this machine. */
class TracingTest {
    private final Queue<SpanData> spans = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path directory;

    @BeforeEach
    void install() {
        GlobalOpenTelemetry.resetForTest();
        OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                        .build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .buildAndRegisterGlobal();
    }

    @AfterEach
    void remove() {
        GlobalOpenTelemetry.resetForTest();
    }

    @Test
    void aRunMakesSpansAndNeitherTheApiNorAMailHearsOfThem() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Files.writeString(
                    journey.site().config().resolve("application.properties"), "camel.opentelemetry2.enabled=true\n");
            journey.begin("nightly: {project: crm, export: database, destinations: [mirror, ops]}");

            Run run = journey.once("nightly");

            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(spans).extracting(SpanData::getName).contains("request", "collect", "deliver-mirror");
            assertRunIsTold(run, journey.onlyExport(run).manifest().id());
            assertThat(spans.toString())
                    .doesNotContain(
                            journey.site().sandbox().token(),
                            journey.site().smtp().password());
            assertThat(journey.site().sandbox().calls())
                    .hasSize(2)
                    .extracting(RecordedCall::headers)
                    .allSatisfy(TracingTest::assertWithoutTrace);
            List<MimeMessage> mails = journey.site().smtp().received();
            assertThat(mails).hasSize(1);
            assertThat(Collections.list(mails.get(0).getAllHeaderLines()).toString())
                    .doesNotContainIgnoringCase("traceparent");
        }
    }

    private void assertRunIsTold(Run run, String export) {
        assertRunIsTold(run, "request", Map.of());
        assertRunIsTold(run, "collect", Map.of());
        assertRunIsTold(run, "deliver-mirror", Map.of("destination", "mirror", "export", export));
        assertThat(spans)
                .extracting(span -> attribute(span, "request_id"))
                .contains(
                        Objects.requireNonNull(run.progress().request().trace()).requestId());
    }

    /** Every span of the route of that name; a call of it may not know yet what it will be about. */
    private void assertRunIsTold(Run run, String name, Map<String, String> more) {
        Map<String, String> told = new HashMap<>(more);
        told.put("run", run.id());
        told.put("job", "nightly");
        assertThat(spans)
                .filteredOn(span -> span.getName().equals(name)
                        && "EVENT_RECEIVED".equals(span.getAttributes().get(AttributeKey.stringKey("op"))))
                .isNotEmpty()
                .allSatisfy(span -> assertThat(told).allSatisfy((field, value) -> assertThat(attribute(span, field))
                        .as(span.toString())
                        .isEqualTo(value)));
    }

    private static @Nullable String attribute(SpanData span, String field) {
        return span.getAttributes().get(AttributeKey.stringKey("export_routes." + field));
    }

    @Test
    void withoutTheSwitchThereAreNone() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.begin("nightly: {project: crm, export: database, destinations: [mirror]}");

            journey.once("nightly");

            assertThat(spans).isEmpty();
        }
    }

    /** The program as it is packed has nothing of Camel's tracing. */
    @Test
    void whoDoesNotTraceNeedsNoneOfIt() throws Throwable {
        URL[] production = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*camel-(telemetry|opentelemetry2)-.*"))
                .map(TracingTest::url)
                .toArray(URL[]::new);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(production, ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            Object camel = loader.loadClass(DefaultCamelContext.class.getName())
                    .getConstructor()
                    .newInstance();

            MethodHandles.publicLookup()
                    .findStatic(
                            loader.loadClass(RunSpans.class.getName()),
                            "addTo",
                            MethodType.methodType(void.class, loader.loadClass(CamelContext.class.getName())))
                    .invoke(camel);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void noWebhookHearsOfThem() throws Exception {
        try (ScriptedServer server = new ScriptedServer();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            server.answers(200, "text/plain", "ok");
            camel.addComponent("kamelet", kamelets());
            camel.getPropertiesComponent()
                    .addInitialProperty("camel.kamelet.webhook-notification-sink.ops.url", server.baseUrl());
            new OpenTelemetryTracer().init(camel);
            camel.start();

            Exchange sent = camel.createProducerTemplate()
                    .request("kamelet:webhook-notification-sink/ops", exchange -> exchange.getMessage()
                            .setBody(new Notification("1", Instant.EPOCH, List.of())));

            assertThat(sent.getException()).isNull();
            assertThat(spans).isNotEmpty();
            assertThat(server.requests()).hasSize(1).allSatisfy(request -> assertWithoutTrace(request.headers()));
            assertThat(server.requests().get(0).headers()).containsKey("webhook-id");
        }
    }

    private static KameletComponent kamelets() {
        KameletComponent kamelets = new KameletComponent();
        kamelets.setLocation("file:routes/kamelets");
        return kamelets;
    }

    private static void assertWithoutTrace(Map<String, String> headers) {
        assertThat(headers.keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).matches("traceparent|tracestate|baggage|camel.*"));
    }

    private final class Kept implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> finished) {
            spans.addAll(finished);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
