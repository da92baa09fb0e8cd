package io.exportroutes.cli;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Placeholder for a command of the lab when the lab is not on the class path; says how to add it. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
final class MissingLab implements Callable<Integer> {
    private final String name;
    private final String description;

    @Unmatched
    List<String> whatever = new ArrayList<>();

    private MissingLab(String name, String description) {
        this.name = name;
        this.description = description;
    }

    static List<MissingLab> all() {
        return List.of(
                new MissingLab("demo", "Runs the main job on an embedded stand-in of everything."),
                new MissingLab("sandbox", "Runs a stand-in of the export API, with faults that can be switched on."));
    }

    String name() {
        return name;
    }

    CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(this);
        commandLine.setCommandName(name);
        commandLine
                .getCommandSpec()
                .usageMessage()
                .description(description, "It is part of the lab, which only the launcher adds.")
                .footer("  ./export-routes " + name);
        return commandLine;
    }

    @Override
    public Integer call() {
        throw new PermanentFailure(
                FailureCode.LAB_MISSING,
                "The lab, of which " + name + " is a part, is not on the class path",
                "Start it with the launcher (./export-routes %s), or add target/export-routes-lab.jar and target/lab-lib/* to the class path."
                        .formatted(name));
    }
}
