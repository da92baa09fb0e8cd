package io.exportroutes.cli;

import io.exportroutes.app.Extensions;
import io.exportroutes.config.ConfigResult;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.yaml.Problem;
import io.exportroutes.view.Formats;
import io.exportroutes.view.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code validate}: checks the configuration. */
@Command(
        name = "validate",
        description = {
            "Checks exports.yaml and reports every mistake at once.",
            "One line for each: file:line:column: path: the mistake. The remedy.",
            "It writes no file, and opens no network connection unless a placeholder names a vault."
        },
        footer = {
            "  export-routes validate",
            "  export-routes validate --config /etc/export-routes",
            "  export-routes validate --output json"
        })
final class ValidateCommand extends OutputCommand {
    /** The one object that is printed. */
    record Checked(boolean valid, List<Problem> problems, List<String> notes) {}

    @Override
    public Integer call() {
        Extensions extensions = Extensions.ofThisProcess();
        extensions.check();
        ConfigResult result = common.read();
        List<String> notes = new ArrayList<>(extensions.notes());
        if (result.isValid()) {
            notes.addAll(ConfigWarnings.of(result.orThrow(), common.clock().instant()));
        }
        PrintWriter out = out();
        if (output.json()) {
            Json.print(out, new Checked(result.isValid(), result.problems(), notes));
        } else {
            result.problems().forEach(out::println);
            notes.forEach(note -> out.println("note: " + note));
            if (result.isValid()) {
                ExportsConfig config = result.orThrow();
                out.printf(
                        "%s is valid: %s, %s%n",
                        common.config.resolve("exports.yaml"),
                        Formats.count(config.jobs().size(), "job"),
                        Formats.count(config.destinations().size(), "destination"));
            }
        }
        return (result.isValid() ? ExitStatus.DELIVERED : ExitStatus.USAGE).code();
    }
}
