package io.exportroutes.conventions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.component.attempt.AttemptComponent;
import io.exportroutes.component.attempt.AttemptEndpoint;
import io.exportroutes.component.jobs.JobsComponent;
import io.exportroutes.component.jobs.JobsEndpoint;
import io.exportroutes.component.runqueue.RunQueueComponent;
import io.exportroutes.component.runqueue.RunQueueEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/** A Camel component of ours, and its page of the catalogue as the build has written it. */
record OwnComponent(Class<? extends DefaultComponent> type, Class<? extends DefaultEndpoint> endpoint) {
    static List<OwnComponent> all() {
        return List.of(
                new OwnComponent(JobsComponent.class, JobsEndpoint.class),
                new OwnComponent(RunQueueComponent.class, RunQueueEndpoint.class),
                new OwnComponent(AttemptComponent.class, AttemptEndpoint.class));
    }

    static OwnComponent of(String scheme) {
        return all().stream()
                .filter(component -> component.scheme().equals(scheme))
                .findAny()
                .orElseThrow();
    }

    String scheme() {
        return endpoint.getAnnotation(UriEndpoint.class).scheme();
    }

    String className() {
        return type.getName();
    }

    /** The options of its endpoints. */
    JsonNode options() {
        try {
            return new ObjectMapper().readTree(json()).path("properties");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String json() {
        String page = "/META-INF/" + type.getPackageName().replace('.', '/') + "/" + scheme() + ".json";
        try (InputStream text = type.getResourceAsStream(page)) {
            return new String(
                    Objects.requireNonNull(text, page + " is missing: mvn process-classes")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
