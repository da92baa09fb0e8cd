package io.exportroutes.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Who answers for what a command does. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ByOption {
    @Spec(Target.MIXEE)
    CommandSpec spec;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who answers for it (default: the user of the operating system, ${DEFAULT-VALUE}).")
    String by;

    /** Not blank. */
    String name() {
        return given("--by", by);
    }

    /** The value of an option that must say something. */
    String given(String option, String value) {
        if (value.isBlank()) {
            throw new ParameterException(spec.commandLine(), option + " must not be blank");
        }
        return value.strip();
    }
}
