package io.exportroutes.config;

import io.exportroutes.config.DestinationConfig.Sink;
import io.exportroutes.config.schema.Copies;
import io.exportroutes.config.schema.KameletCatalog;
import io.exportroutes.config.schema.SinkDefinition;
import io.exportroutes.config.schema.SinkKind;
import io.exportroutes.config.yaml.Section;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One entry of {@code destinations}. */
final class DestinationReader {
    private final KameletCatalog catalog;

    DestinationReader(KameletCatalog catalog) {
        this.catalog = catalog;
    }

    DestinationConfig read(String name, Section section) {
        String type = section.text("type");
        Optional<SinkDefinition> definition = catalog.find(SinkKind.DESTINATION, type);
        Sink sink = definition
                .map(known -> sink(known, section))
                .orElseGet(() ->
                        new Sink(type, new SinkValues(Map.of(), Map.of(), Set.of()), Copies.OF_ALL, false, false));
        SinkReader.checkSecurity(section);
        KeyTemplateRules.check(section, "key");
        return new DestinationConfig(
                name,
                sink,
                section.text("key"),
                new DestinationConfig.Limits(
                        section.whole("max-concurrent"),
                        section.duration("delivery-timeout", Duration.ofSeconds(1), Duration.ofDays(7))),
                EncryptionReader.read(section));
    }

    private static Sink sink(SinkDefinition sink, Section section) {
        return new Sink(
                sink.type(),
                SinkReader.read(sink, section),
                sink.annotations().stores().of(section),
                sink.annotations().readsGrowing(),
                sink.annotations().takesBatches());
    }
}
