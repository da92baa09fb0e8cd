package io.exportroutes.cli;

import io.exportroutes.config.schema.ExportsSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code schema}: prints the JSON Schema of exports.yaml. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Prints the JSON Schema of exports.yaml, with each destination type that routes/kamelets has.",
        footer = "  export-routes schema > config/exports.schema.json")
@SuppressWarnings("NullAway.Init") // picocli sets the field
final class SchemaCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(ExportsSchema.text(CommonOptions.catalog()));
        return ExitStatus.DELIVERED.code();
    }
}
