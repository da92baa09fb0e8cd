package io.exportroutes.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.exportroutes.config.schema.ExportsSchema;
import io.exportroutes.config.schema.KameletCatalog;
import io.exportroutes.config.schema.SchemaCheck;
import io.exportroutes.config.yaml.PlaceholderReplacer;
import io.exportroutes.config.yaml.Placeholders;
import io.exportroutes.config.yaml.Problems;
import io.exportroutes.config.yaml.Section;
import io.exportroutes.config.yaml.YamlFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Reads exports.yaml: its YAML, its placeholders, its JSON Schema, its own rules; every mistake at once. */
public final class ConfigReader {
    private ConfigReader() {}

    /**
     * The configuration, or every mistake in it. Only placeholders may use the network.
     *
     * @param exportsYaml the file; messages name it as it is given here
     * @param catalog the destination types
     * @param placeholders puts values in the place of {@code {{…}}}, usually {@link Placeholders}; it raises a
     *     {@link io.exportroutes.failure.PermanentFailure} where there is none
     */
    public static ConfigResult read(Path exportsYaml, KameletCatalog catalog, UnaryOperator<String> placeholders) {
        return resolved(exportsYaml, catalog, problems -> new PlaceholderReplacer(placeholders, null, problems));
    }

    /**
     * The configuration for commands that only read or mark, and make no exports: outside of {@code ledger} no file is read and
     * no vault asked, and an unresolved placeholder is not a mistake. Its value is a default, or the placeholder itself.
     */
    public static ConfigResult readWithoutSecrets(Path exportsYaml, KameletCatalog catalog, Placeholders placeholders) {
        return resolved(
                exportsYaml,
                catalog,
                problems -> new PlaceholderReplacer(placeholders, placeholders.withoutSecrets(), problems));
    }

    private static ConfigResult resolved(
            Path exportsYaml, KameletCatalog catalog, Function<Problems, PlaceholderReplacer> placeholders) {
        Problems problems = new Problems(exportsYaml.toString());
        Optional<ObjectNode> root = YamlFile.read(exportsYaml, problems);
        if (root.isEmpty()) {
            return ConfigResult.invalid(problems.sorted());
        }
        placeholders.apply(problems).resolve(root.get(), "");
        new SchemaCheck(ExportsSchema.of(catalog), problems).check(root.get());
        ExportsConfig config = config(new Section(root.get(), "", problems), catalog);
        return problems.isEmpty()
                ? ConfigResult.valid(config, new ConfigValues(root.get()))
                : ConfigResult.invalid(problems.sorted());
    }

    private static ExportsConfig config(Section root, KameletCatalog catalog) {
        DestinationReader destinationReader = new DestinationReader(catalog);
        Map<String, DestinationConfig> destinations = new LinkedHashMap<>();
        Map<String, Section> named = root.section("destinations").sections();
        named.forEach((name, section) -> destinations.put(name, destinationReader.read(name, section)));
        Section defaults = root.section("defaults");
        JobReader jobReader = new JobReader(defaults, destinations, named.keySet());
        Map<String, JobConfig> jobs = new LinkedHashMap<>();
        root.section("jobs").sections().forEach((name, section) -> jobs.put(name, jobReader.read(name, section)));
        return new ExportsConfig(
                ServiceReader.api(root.section("api")),
                destinations,
                jobs,
                ServiceReader.service(root, catalog),
                OperatorsReader.read(root, catalog));
    }
}
