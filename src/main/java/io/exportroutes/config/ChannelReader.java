package io.exportroutes.config;

import io.exportroutes.config.ChannelConfig.Told;
import io.exportroutes.config.schema.KameletCatalog;
import io.exportroutes.config.schema.SinkKind;
import io.exportroutes.config.yaml.Section;
import io.exportroutes.value.Suggestions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One entry of {@code notifications}. */
final class ChannelReader {
    /** The word for the ends of alarms, which are no kind of their own. */
    private static final String RECOVERED = "recovered";

    private final KameletCatalog catalog;
    private final ZoneId zone;
    private final Set<String> kinds;

    /**
     * @param zone that of quiet hours
     * @param kinds the words that {@code on} may have, as the schema has them
     */
    ChannelReader(KameletCatalog catalog, ZoneId zone, List<String> kinds) {
        this.catalog = catalog;
        this.zone = zone;
        this.kinds = new LinkedHashSet<>(kinds);
        this.kinds.remove(RECOVERED);
    }

    ChannelConfig read(String name, Section section) {
        String type = section.text("type");
        SinkValues values = catalog.find(SinkKind.CHANNEL, type)
                .map(known -> SinkReader.read(known, section))
                .orElseGet(() -> new SinkValues(Map.of(), Map.of(), Set.of()));
        SinkReader.checkSecurity(section);
        Urls.httpsOrHere(section, "url");
        return new ChannelConfig(
                name,
                type,
                values,
                new Told(
                        Set.copyOf(section.texts("on")),
                        section.duration("remind-every", Duration.ofMinutes(5), Duration.ofDays(365)),
                        section.parsed("quiet", text -> QuietHours.parse(text, zone))
                                .filter(quiet -> isKnown(quiet, section))
                                .orElse(null)));
    }

    private boolean isKnown(QuietHours quiet, Section section) {
        quiet.except().stream().filter(kind -> !kinds.contains(kind)).sorted().forEach(kind -> section.problems()
                .value(
                        section.path("quiet"),
                        "there is no kind of alarm " + Suggestions.quote(kind),
                        Suggestions.remedy(kind, kinds)));
        return true;
    }
}
