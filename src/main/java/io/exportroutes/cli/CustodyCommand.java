package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.custody.Head;
import io.exportroutes.ledger.ChainPlaces.ChainPlace;
import io.exportroutes.ledger.Chains;
import io.exportroutes.view.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code custody}: the chains and their heads. */
@Command(
        name = "custody",
        description = {
            "Shows the chain of custody of each job: its head (number and SHA-256 of its last entry), and how far each destination has it.",
            "Keep heads where nobody who can write to a destination can change them: archive verify --head compares."
        },
        subcommands = CustodyAdoptCommand.class,
        footer = {
            "  export-routes custody",
            "  export-routes custody --output json",
            "  export-routes archive verify crm-nightly",
            "  export-routes custody adopt crm-nightly --from archive --reason \"the ledger was restored from a backup\""
        })
final class CustodyCommand extends OutputCommand {
    /** The printed object. */
    record ChainsJson(List<ChainJson> chains) {}

    record ChainJson(String chain, String head, List<PlaceJson> destinations) {}

    /** @param missing how many entries it is behind */
    record PlaceJson(
            String destination,
            long seq,
            long missing,
            @Nullable String error) {}

    @Override
    public Integer call() {
        try (AppContext context = common.open()) {
            Chains chains = context.ledger().deliveries().copies().chains();
            List<Head> heads = chains.heads();
            if (output.json()) {
                Json.print(
                        out(),
                        new ChainsJson(heads.stream()
                                .map(head -> json(head, chains.places().of(head.chain())))
                                .toList()));
            } else if (heads.isEmpty()) {
                out().println("There are no chains of custody"
                        + (chains.areWritten() ? " yet." : ": exports.yaml has no custody."));
            } else {
                print(heads, chains);
            }
        }
        return ExitStatus.DELIVERED.code();
    }

    private static ChainJson json(Head head, List<ChainPlace> places) {
        return new ChainJson(
                head.chain(),
                head.toString(),
                places.stream()
                        .map(place -> new PlaceJson(
                                place.destination(),
                                place.seq(),
                                place.missing(),
                                place.failure().message()))
                        .toList());
    }

    private void print(List<Head> heads, Chains chains) {
        for (Head head : heads) {
            out().println(head.chain() + ": its head is " + head);
            for (ChainPlace place : chains.places().of(head.chain())) {
                out().println("  at " + place.destination() + ": " + state(place));
            }
        }
    }

    private static String state(ChainPlace place) {
        String error = place.failure().message();
        if (error != null) {
            return "STOPPED: " + error;
        }
        return place.missing() == 0 ? "all of it" : "up to " + place.seq() + ", " + place.missing() + " behind";
    }
}
