package io.exportroutes.app;

import io.exportroutes.api.Manifest;
import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.BytesContent;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.DestinationMemory;
import io.exportroutes.delivery.FileContent;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.drill.CopyRepair;
import io.exportroutes.kamelet.MediaTypes;
import io.exportroutes.kamelet.SinkHeaders;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.ledger.Receipt;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/** The sinks of the destinations, for a command that writes a copy anew. */
public final class KameletSink implements CopyRepair.Sink {
    private final AppContext app;
    private final KameletCaller caller;

    public KameletSink(AppContext app, KameletCaller caller) {
        this.app = app;
        this.caller = caller;
    }

    @Override
    public Receipt artifact(ArchivedCopy copy, Path file) {
        String type = app.ledger()
                .exports()
                .find(copy.exportId())
                .map(export -> export.manifest())
                .map(Manifest::artifact)
                .map(artifact -> MediaTypes.sound(artifact.contentType()))
                .orElseGet(() -> MediaTypes.sound(null));
        KameletCaller.Reply reply = put(copy, SinkHeaders.ARTIFACT, copy.key(), FileContent.of(file, type));
        if (reply.body() instanceof ArtifactStore.Stored stored) {
            return new Receipt(stored.location(), null, stored.confirmation());
        }
        Object location = reply.headers().get(SinkHeaders.LOCATION);
        return new Receipt(
                location == null ? copy.destination() + ":" + copy.key() : location.toString(),
                null,
                Confirmation.of(Objects.toString(reply.headers().get(SinkHeaders.CONFIRMATION), null))
                        .orElse(null));
    }

    @Override
    public void sidecar(ArchivedCopy copy, byte[] bytes) {
        put(
                copy,
                SinkHeaders.SIDECAR,
                Sidecar.keyFor(copy.key()),
                new BytesContent(bytes, "application/json", Map.of("export-id", copy.exportId())));
    }

    private KameletCaller.Reply put(ArchivedCopy copy, String part, String key, Content content) {
        DestinationConfig destination =
                Objects.requireNonNull(app.config().destinations().get(copy.destination()));
        Map<String, Object> headers = new HashMap<>();
        headers.put(SinkHeaders.PART, part);
        headers.put(SinkHeaders.KEY, key);
        headers.put(SinkHeaders.NAME, copy.bytes().name());
        headers.put(SinkHeaders.CONTENT_TYPE, content.contentType());
        headers.put(SinkHeaders.JOB, copy.subject().job());
        headers.put(SinkHeaders.RUN, copy.subject().run());
        headers.put(SinkHeaders.EXPORT_ID, copy.exportId());
        headers.put(SinkHeaders.DESTINATION, copy.destination());
        headers.put(SinkHeaders.SHA256, copy.bytes().sha256());
        content.size().ifPresent(size -> headers.put(SinkHeaders.SIZE, size));
        return caller.call(
                destination.kamelet(),
                destination.name(),
                new Remembered(content, app.memoryOf(destination.name()), metadata(copy)),
                headers);
    }

    private static Map<String, String> metadata(ArchivedCopy copy) {
        return Map.of(
                "export-id", copy.exportId(),
                "run", copy.subject().run(),
                "job", copy.subject().job());
    }

    /** A content that knows its destination, so that a disk that is not mounted is noticed. */
    private record Remembered(Content content, DestinationMemory memory, Map<String, String> metadata)
            implements Content {
        @Override
        public OptionalLong size() {
            return content.size();
        }

        @Override
        public String contentType() {
            return content.contentType();
        }

        @Override
        public InputStream open() throws IOException {
            return content.open();
        }

        @Override
        public Verified awaitVerified() throws IOException {
            return content.awaitVerified();
        }
    }
}
