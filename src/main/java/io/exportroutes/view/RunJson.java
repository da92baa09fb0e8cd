package io.exportroutes.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.exportroutes.config.ExportKind;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as {@code once --output json} prints it; programs read this, so its keys stay as they are.
 *
 * @param lost the exports that were gone before they could be archived; the key is there only where there are any
 * @param note why the last replay could not start; without one the key is left out
 */
public record RunJson(
        @JsonUnwrapped Identity identity,
        List<ArtifactJson> artifacts,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LostJson> lost,
        @Nullable String error,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String note) {
    /** The one object that is printed. */
    public record RunsJson(List<RunJson> runs) {}

    /** @param exportId the run's only export; null for a sweep */
    record Identity(
            String run,
            String job,
            String state,
            String scheduledFor,
            @Nullable String exportId) {}

    /** @param state VERIFIED, or why it is not delivered: a REFUSED artifact has a size and a SHA-256, too */
    record ExportJson(String exportId, String name, String state) {
        static ExportJson of(ExportEntry export) {
            return new ExportJson(
                    export.manifest().id(), RunView.name(export), export.state().name());
        }
    }

    /**
     * @param size bytes; null, as is the SHA-256, if the artifact was never complete
     * @param error why it is REFUSED or FAILED
     */
    record ArtifactJson(
            @JsonUnwrapped ExportJson export,
            @Nullable Long size,
            @Nullable String sha256,
            List<DeliveryJson> deliveries,
            @Nullable String error) {}

    /** @param error why it is lost */
    record LostJson(
            @JsonUnwrapped ExportJson export, @Nullable String error) {
        static LostJson of(ExportEntry export) {
            return new LostJson(ExportJson.of(export), export.failure().message());
        }
    }

    record DeliveryJson(
            String destination,
            String state,
            @Nullable String location,
            int attempts,
            @Nullable String error) {}

    public static RunsJson all(List<RunView> views, ExportsConfig config) {
        return new RunsJson(views.stream().map(view -> of(view, config)).toList());
    }

    /** A sweep has no export of its own. */
    private static RunJson of(RunView view, ExportsConfig config) {
        List<ExportEntry> artifacts = view.artifacts();
        JobConfig job = config.jobs().get(view.run().job());
        boolean sweep = job != null && job.request().kind() == ExportKind.EXISTING;
        return new RunJson(
                new Identity(
                        view.run().id(),
                        view.run().job(),
                        view.run().state().name(),
                        view.run().origin().scheduledFor().toString(),
                        sweep || artifacts.size() != 1
                                ? null
                                : artifacts.get(0).manifest().id()),
                artifacts.stream().map(export -> artifact(view, export)).toList(),
                view.lost().stream().map(LostJson::of).toList(),
                view.run().failure().message(),
                view.run().progress().history().note());
    }

    private static ArtifactJson artifact(RunView view, ExportEntry export) {
        return new ArtifactJson(
                ExportJson.of(export),
                export.bytes().size(),
                export.bytes().sha256(),
                view.deliveriesOf(export).stream().map(RunJson::delivery).toList(),
                export.failure().message());
    }

    private static DeliveryJson delivery(Delivery delivery) {
        return new DeliveryJson(
                delivery.destination(),
                delivery.state().name(),
                delivery.receipt().location(),
                delivery.attempts(),
                delivery.failure().message());
    }
}
