package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.ledger.Chains;
import io.exportroutes.view.ChainJson;
import io.exportroutes.view.ChainView;
import io.exportroutes.view.Json;
import java.util.List;
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

    @Override
    public Integer call() {
        try (AppContext context = common.open()) {
            Chains chains = context.ledger().deliveries().copies().chains();
            List<ChainView> views = chains.heads().stream()
                    .flatMap(head -> ChainView.of(context.ledger(), head.chain()).stream())
                    .toList();
            if (output.json()) {
                Json.print(
                        out(), new ChainsJson(views.stream().map(ChainJson::of).toList()));
            } else if (views.isEmpty()) {
                out().println("There are no chains of custody"
                        + (chains.areWritten() ? " yet." : ": exports.yaml has no custody."));
            } else {
                views.forEach(this::print);
            }
        }
        return ExitStatus.DELIVERED.code();
    }

    private void print(ChainView chain) {
        out().println(chain.head().chain() + ": its head is " + chain.head());
        chain.places().forEach(place -> out().println("  at " + place.destination() + ": " + ChainView.state(place)));
    }
}
