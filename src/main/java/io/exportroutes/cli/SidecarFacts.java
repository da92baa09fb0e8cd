package io.exportroutes.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.api.ManifestReader;
import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.SidecarReader;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.CopyFate;
import io.exportroutes.ledger.RebuiltCopy;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** All that a sidecar says, for a ledger that is made anew. */
final class SidecarFacts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SidecarFacts() {}

    /**
     * The copy with everything that the sidecar beside it tells, and what became of it.
     *
     * @throws PermanentFailure {@code sidecar_invalid} if a ledger needs more
     */
    static RebuiltCopy of(SidecarReader.Read sidecar, CopyFate fate) throws IOException {
        ArchivedCopy copy = sidecar.copy();
        JsonNode json = JSON.readTree(sidecar.bytes());
        try {
            ArchivedCopy.Subject subject = copy.subject();
            Verified stored = new Verified(copy.bytes().size(), copy.bytes().sha256());
            return new RebuiltCopy(
                    ManifestReader.read(json.path("manifest")),
                    new RebuiltCopy.Origin(
                            subject.run(),
                            subject.job(),
                            subject.project(),
                            subject.scheduledFor(),
                            Instant.parse(json.at("/run/verified_at").asText())),
                    plain(json.path("plain"), stored),
                    new RebuiltCopy.Place(
                            copy.destination(), copy.key(), stored, copy.bytes().plain() != null),
                    fate);
        } catch (DateTimeException | ExportFailure e) {
            throw new PermanentFailure(
                    FailureCode.SIDECAR_INVALID,
                    "%s at %s does not say what a ledger needs: %s"
                            .formatted(Sidecar.keyFor(copy.key()), copy.destination(), e.getMessage()),
                    "Find out who wrote it",
                    e);
        }
    }

    private static Verified plain(JsonNode plain, Verified stored) {
        return plain.has("sha256")
                ? new Verified(plain.path("size").asLong(), plain.path("sha256").asText())
                : stored;
    }
}
