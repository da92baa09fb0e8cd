package io.exportroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages of our components in src/generated say what their code says. The build writes them again at each
 * {@code mvn process-classes}: what is red here is to be written so, and committed.
 */
class OwnCatalogueTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @MethodSource("io.exportroutes.conventions.OwnComponent#all")
    void eachOptionStandsInTheCatalogueWithItsDescription(OwnComponent component) throws Exception {
        JsonNode page = JSON.readTree(component.json());

        assertThat(page.path("component").path("syntax").asText())
                .isEqualTo(component.endpoint().getAnnotation(UriEndpoint.class).syntax());
        assertThat(own(page.path("properties"))).isEqualTo(options(component.endpoint()));
        assertThat(own(page.path("componentProperties"))).isEqualTo(settings(component.type()));
        assertThat(own(page.path("headers"))).isEqualTo(headers(component.endpoint()));
    }

    @ParameterizedTest
    @MethodSource("io.exportroutes.conventions.OwnComponent#all")
    void eachOptionIsDescribedInASentence(OwnComponent component) {
        assertThat(options(component.endpoint())).isNotEmpty();
        assertThat(options(component.endpoint()))
                .allSatisfy((name, text) ->
                        assertThat(text).as(name).hasSizeGreaterThan(20).endsWith("."));
    }

    private static Map<String, String> options(Class<?> endpoint) {
        Map<String, String> found = new TreeMap<>();
        for (Field field : endpoint.getDeclaredFields()) {
            UriPath path = field.getAnnotation(UriPath.class);
            UriParam option = field.getAnnotation(UriParam.class);
            if (path != null) {
                found.put(field.getName(), path.description());
            } else if (option != null) {
                found.put(field.getName(), option.description());
            }
        }
        return found;
    }

    private static Map<String, String> settings(Class<?> component) {
        Map<String, String> found = new TreeMap<>();
        for (Field field : component.getDeclaredFields()) {
            Metadata setting = field.getAnnotation(Metadata.class);
            if (setting != null) {
                found.put(field.getName(), setting.description());
            }
        }
        return found;
    }

    private static Map<String, String> headers(Class<?> endpoint) {
        Map<String, String> found = new TreeMap<>();
        Arrays.stream(endpoint.getAnnotation(UriEndpoint.class).headersClass().getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(Metadata.class))
                .forEach(field -> found.put(
                        text(field), field.getAnnotation(Metadata.class).description()));
        return found;
    }

    private static String text(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** Without what every component of Camel has. */
    private static Map<String, String> own(JsonNode options) {
        Map<String, String> found = new HashMap<>();
        options.properties()
                .forEach(option -> found.put(
                        option.getKey(), option.getValue().path("description").asText()));
        found.keySet()
                .removeAll(Set.of(
                        "bridgeErrorHandler",
                        "exceptionHandler",
                        "exchangePattern",
                        "lazyStartProducer",
                        "autowiredEnabled"));
        return found;
    }
}
