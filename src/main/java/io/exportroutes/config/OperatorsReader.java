package io.exportroutes.config;

import io.exportroutes.config.schema.ExportsSchema;
import io.exportroutes.config.schema.KameletCatalog;
import io.exportroutes.config.yaml.Section;
import io.exportroutes.value.Secret;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what operators see, hear and prove: notifications, heartbeat, web server and custody. */
final class OperatorsReader {
    private OperatorsReader() {}

    static OperatorsConfig read(Section root, KameletCatalog catalog) {
        ZoneId zone = root.section("defaults").parsed("time-zone", Zones::parse).orElse(ZoneId.of("UTC"));
        ChannelReader reader = new ChannelReader(catalog, zone, ExportsSchema.toldOf());
        Map<String, ChannelConfig> channels = new LinkedHashMap<>();
        root.section("notifications")
                .sections()
                .forEach((name, section) -> channels.put(name, reader.read(name, section)));
        return new OperatorsConfig(channels, heartbeats(root), WebReader.read(root), custody(root));
    }

    private static HeartbeatsConfig heartbeats(Section root) {
        Map<String, HeartbeatConfig> ofJobs = new HashMap<>();
        root.section("jobs").sections().forEach((name, job) -> {
            HeartbeatConfig own = heartbeat(job);
            if (own != null) {
                ofJobs.put(name, own);
            }
        });
        return new HeartbeatsConfig(heartbeat(root), ofJobs);
    }

    private static @Nullable HeartbeatConfig heartbeat(Section parent) {
        if (!parent.has("heartbeat")) {
            return null;
        }
        Section heartbeat = parent.section("heartbeat");
        Urls.httpsOrHere(heartbeat, "url");
        return new HeartbeatConfig(
                new Secret(heartbeat.text("url")), heartbeat.text("start").equals("true"));
    }

    private static @Nullable CustodyConfig custody(Section root) {
        if (!root.has("custody")) {
            return null;
        }
        Section custody = root.section("custody");
        return new CustodyConfig(
                custody.parsed("signing-key-file", Path::of).orElse(Path.of("")),
                custody.parsed("previous-key-file", Path::of).orElse(null),
                custody.text("signer"));
    }
}
