package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.value.Suggestions;
import io.exportroutes.view.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code forget-directory}: accepts a new base directory. */
@Command(
        name = "forget-directory",
        description = {
            "Forgets the base directory of a file or SFTP destination, on all nodes: the next delivery adopts the directory that"
                    + " it finds.",
            "Only for a directory that was replaced on purpose: with an unmounted disk, the mount point would be adopted.",
            "It takes effect at once in a running service. Then replay the refused deliveries: dead-letters replay --all."
        },
        footer = {"  export-routes forget-directory mirror"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ForgetDirectoryCommand extends OutputCommand {
    @Parameters(arity = "1..*", paramLabel = "DESTINATION", description = "A destination of exports.yaml.")
    List<String> destinations;

    /** The printed object: the destinations whose directory was known. */
    record Forgotten(List<String> forgotten) {}

    @Override
    public Integer call() {
        Set<String> chosen = new LinkedHashSet<>(destinations);
        List<String> forgotten = new ArrayList<>();
        try (AppContext context = common.open()) {
            Set<String> known = context.config().destinations().keySet();
            chosen.forEach(name -> requireKnown(name, known));
            chosen.stream().filter(name -> context.memoryOf(name).forget()).forEach(forgotten::add);
        }
        if (output.json()) {
            Json.print(out(), new Forgotten(forgotten));
        } else {
            chosen.forEach(name -> out().println(
                            forgotten.contains(name)
                                    ? "forgot the base directory of " + name
                                    : "no base directory of " + name + " was known"));
        }
        return ExitStatus.DELIVERED.code();
    }

    private void requireKnown(String name, Set<String> known) {
        if (!known.contains(name)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "There is no destination " + name + " in exports.yaml. " + Suggestions.remedy(name, known));
        }
    }
}
