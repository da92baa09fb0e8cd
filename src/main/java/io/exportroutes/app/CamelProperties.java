package io.exportroutes.app;

import io.exportroutes.config.ExportKind;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.ReplayConfig;
import io.exportroutes.config.RetryConfig;
import io.exportroutes.config.ServiceConfig;
import io.exportroutes.config.WebConfig;
import io.exportroutes.value.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Camel's own settings: those that the routes rely on, and defaults that config/application.properties may override. */
final class CamelProperties {
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);
    private static final Map<String, String> SERVED = Map.of(
            "camel.management.host", "127.0.0.1",
            "camel.management.port", "8080",
            "camel.management.healthCheckEnabled", "true",
            "camel.management.metricsEnabled", "true");

    private CamelProperties() {}

    /** Settings that application.properties cannot override. */
    static Map<String, String> fixed(EngineOptions options, ExportsConfig config) {
        ServiceConfig service = config.service();
        Map<String, String> properties = ofKamelets(options);
        properties.put("camel.main.name", "export-routes");
        properties.put("camel.main.routesIncludePattern", "file:" + options.home() + "/routes/*.camel.yaml");
        properties.put("camel.main.shutdownTimeout", "10");
        properties.put("camel.main.shutdownLogInflightExchangesOnTimeout", "false");
        properties.put("camel.main.shutdownNowOnTimeout", "true");
        properties.put("camel.main.jmxManagementRegisterRoutesCreateByTemplate", "false");
        properties.put("camel.main.jmxManagementRegisterRoutesCreateByKamelet", "false");
        properties.put("camel.component.seda.defaultQueueFactory", "#bean:deliveryQueues");
        retry(properties, service.retry());
        replay(properties, options, service.replay());
        properties.put("exports.limits.runs", Integer.toString(service.limits().runs()));
        timers(properties, options, config);
        WebConfig.Listen listen = config.operators().web().listen();
        if (listen != null && options.serves()) {
            properties.put("camel.management.host", listen.host());
            properties.put("camel.management.port", Integer.toString(listen.port()));
        }
        mode(properties, options);
        return properties;
    }

    /** Which of them have something to do. */
    private static void timers(Map<String, String> properties, EngineOptions options, ExportsConfig config) {
        ServiceConfig service = config.service();
        properties.put("exports.history.enabled", Boolean.toString(options.fires() && service.keepHistory() != null));
        properties.put("exports.drift.enabled", Boolean.toString(options.fires() && exportsSchemas(config)));
        properties.put("exports.retention.enabled", Boolean.toString(options.fires() && config.expires()));
        properties.put(
                "exports.read-back.enabled",
                Boolean.toString(options.fires() && !config.readBacks().isEmpty()));
        properties.put(
                "exports.heartbeats.enabled",
                Boolean.toString(config.operators().heartbeats().any()));
    }

    private static boolean exportsSchemas(ExportsConfig config) {
        return config.jobs().values().stream().anyMatch(job -> job.request().kind() == ExportKind.SCHEMA);
    }

    /** Those that Kamelets rely on, without any route. */
    static Map<String, String> ofKamelets(EngineOptions options) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("camel.component.kamelet.location", "file:" + options.home() + "/routes/kamelets");
        properties.put("camel.main.autoConfigurationLogSummary", "false");
        properties.put("camel.main.startupSummaryLevel", "Off");
        // A body is a reference to an artifact; caching would read a growing stream to its end at every step.
        properties.put("camel.main.streamCachingEnabled", "false");
        // An S3 client that is a bean is one destination's, and never that of every bucket.
        properties.put("camel.component.aws2-s3.autowiredEnabled", "false");
        return properties;
    }

    private static void mode(Map<String, String> properties, EngineOptions options) {
        properties.put("exports.alarms.enabled", Boolean.toString(options.fires()));
        properties.put("exports.schedule.enabled", Boolean.toString(options.fires()));
        properties.put("exports.reload.enabled", Boolean.toString(options.fires()));
        properties.put("exports.housekeeping.enabled", Boolean.toString(options.fires()));
        properties.put("camel.management.enabled", Boolean.toString(options.serves()));
        properties.put("camel.metrics.enabled", Boolean.toString(options.serves()));
        if (options.fires()) {
            // The routes have ended by then; Quartz would wait half a second for idle threads. The property alone makes
            // Camel start a scheduler.
            properties.put("camel.component.quartz.interruptJobsOnShutdown", "true");
        } else {
            // Their routes would be built, and never be started.
            properties.put(
                    "camel.main.routesExcludePattern",
                    "**/7-housekeeping.camel.yaml,**/8-alarms.camel.yaml,**/8-catch-up.camel.yaml,**/8-drift.camel.yaml,**/8-reload.camel.yaml,"
                            + "**/8-retention.camel.yaml,**/8-read-back.camel.yaml");
        }
    }

    /** Defaults that application.properties may override. */
    static Map<String, String> defaults(EngineOptions options) {
        String housekeeping = Long.toString(Duration.ofMinutes(1).toMillis());
        String history = Long.toString(Duration.ofHours(1).toMillis());
        Map<String, String> defaults = new HashMap<>(Map.of(
                "exports.housekeeping.interval", housekeeping,
                "exports.history.interval", history,
                "exports.alarms.interval", "30000",
                "exports.notifications.interval", "10000",
                "exports.heartbeats.interval", "5000",
                "exports.reload.interval", "2000",
                "exports.drift.interval", "20000",
                "exports.retention.interval", housekeeping,
                "exports.custody.interval", "2000",
                // Health and metrics do not need it, and its beans take a fifth of a service's start.
                "camel.main.jmxEnabled", "false"));
        defaults.put("exports.read-back.interval", housekeeping);
        if (options.serves()) {
            defaults.putAll(SERVED);
        }
        return defaults;
    }

    private static void retry(Map<String, String> properties, RetryConfig retry) {
        properties.put(
                "exports.retry.initial-delay",
                Long.toString(retry.initialDelay().toMillis()));
        properties.put("exports.retry.multiplier", Double.toString(retry.multiplier()));
        properties.put("exports.retry.max-delay", Long.toString(retry.maxDelay().toMillis()));
    }

    /** Checking the dead letters is cheap: often enough that one is replayed soon after it is due. */
    private static void replay(Map<String, String> properties, EngineOptions options, @Nullable ReplayConfig replay) {
        Duration interval = replay == null ? LONGEST_INTERVAL : Durations.shorter(replay.every(), LONGEST_INTERVAL);
        properties.put("exports.replay.interval", Long.toString(interval.toMillis()));
        properties.put("exports.replay.enabled", Boolean.toString(replay != null && options.fires()));
    }
}
