package io.exportroutes.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.exportroutes.app.AppContext;
import io.exportroutes.app.Engine;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.Reloads;
import io.exportroutes.ledger.Reloads.Reload;
import io.exportroutes.view.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reload}: has the service read exports.yaml anew. */
@Command(
        name = "reload",
        description = {
            "Has the running service take in exports.yaml as it is now, its placeholders, routes and Kamelets included.",
            "It is checked first: with a mistake nothing changes. Runs in hand end as they began; new ones go by the new file."
                    + " kill -HUP does the same to one process, and tells it in the log.",
            "Where several nodes share a ledger, they reload one after another, each from its own file; the first one that"
                    + " finds a mistake leaves those after it as they are. The sections ledger and web.listen need a restart."
        },
        footer = {
            "  export-routes reload",
            "  export-routes reload --this-node",
            "  export-routes reload --config /etc/export-routes --state /var/lib/export-routes"
        })
final class ReloadCommand extends OutputCommand {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final String ALIVE = "Start it with: export-routes run. It reads exports.yaml as it starts.";

    @Option(names = "--this-node", description = "Only the service that works on this state folder.")
    boolean thisNode;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for each node's answer (default: ${DEFAULT-VALUE}).")
    int timeout;

    /** The printed object. */
    record Report(List<Node> nodes) {}

    /**
     * @param outcome {@code reloaded} or {@code refused}
     * @param changes by name
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Node(
            String node,
            String outcome,
            List<String> changes,
            @Nullable String error,
            @Nullable String hint) {
        static Node of(Reload reload, Reloads.Answer answer) {
            return new Node(
                    reload.node(),
                    answer.outcome().name().toLowerCase(Locale.ROOT),
                    answer.changes(),
                    answer.failure().message(),
                    answer.failure().hint());
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        try (AppContext context = common.open()) { // which tells a mistake before anybody is asked
            Reloads reloads = context.ledger().nodes().reloads();
            String request = UUID.randomUUID().toString();
            reloads.ask(request, nodes(context));
            try {
                return follow(reloads, request).code();
            } finally {
                reloads.withdraw(request);
            }
        }
    }

    private List<String> nodes(AppContext context) {
        Set<String> nodes = new HashSet<>();
        if (Engine.holder(context.options().state()).isPresent()) {
            nodes.add(context.node());
        }
        if (!thisNode && context.ledger().nodes().shared()) {
            nodes.addAll(context.aliveNodes());
        }
        if (nodes.isEmpty()) {
            throw new PermanentFailure(
                    FailureCode.SERVICE_NOT_RUNNING,
                    "No service works on the state folder " + context.options().state(),
                    ALIVE);
        }
        return nodes.stream().sorted().toList();
    }

    private ExitStatus follow(Reloads reloads, String request) throws InterruptedException {
        List<Node> told = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
        while (true) {
            List<Reload> all = reloads.of(request);
            for (Reload reload : all.subList(told.size(), all.size())) {
                Reloads.Answer answer = reload.answer();
                if (answer == null) {
                    break;
                }
                told.add(Node.of(reload, answer));
                tell(told.get(told.size() - 1));
                deadline = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
            }
            if (told.size() == all.size()) {
                return end(told);
            }
            if (System.nanoTime() > deadline) {
                throw unanswered(all.get(told.size()).node());
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    private void tell(Node node) {
        if (output.json()) {
            return;
        }
        out().println(node.node() + ": " + summary(node));
        node.changes().forEach(change -> out().println("  " + change));
        if (node.error() != null) {
            node.error().lines().forEach(line -> out().println("  " + line));
            out().println("  " + node.hint());
        }
        out().flush();
    }

    private static String summary(Node node) {
        if (node.error() != null) {
            return "not reloaded, it works on as before";
        }
        return node.changes().isEmpty() ? "reloaded, exports.yaml says what it said before" : "reloaded";
    }

    private ExitStatus end(List<Node> nodes) {
        if (output.json()) {
            Json.print(out(), new Report(nodes));
        }
        return nodes.stream().allMatch(node -> node.error() == null) ? ExitStatus.DELIVERED : ExitStatus.FAILED;
    }

    private TransientFailure unanswered(String node) {
        return new TransientFailure(
                FailureCode.RELOAD_UNANSWERED,
                "Node %s has not answered within %d s; it and those after it are not asked any more"
                        .formatted(node, timeout),
                "See its log; a single run by hand (once) does not answer. Nodes that are told above have reloaded.");
    }
}
