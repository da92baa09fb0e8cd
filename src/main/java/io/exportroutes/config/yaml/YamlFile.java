package io.exportroutes.config.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/** A YAML file as a tree of values, with the place of each. */
public final class YamlFile {
    private static final int LARGEST = 64 * 1024 * 1024;

    private final Problems problems;

    private YamlFile(Problems problems) {
        this.problems = problems;
    }

    /** The file's mapping, or empty if there is none; what hinders is among the problems then. */
    public static Optional<ObjectNode> read(Path file, Problems problems) {
        YamlFile reading = new YamlFile(problems);
        String text = reading.text(file);
        return text == null ? Optional.empty() : reading.parse(text);
    }

    private @Nullable String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            whole("there is no such file", "Write one, or name its folder with --config.");
        } catch (CharacterCodingException binary) {
            whole("the file is not UTF-8 text", "Save it as UTF-8.");
        } catch (IOException unreadable) {
            whole("the file cannot be read", "Let the user that runs this program read it.");
        }
        return null;
    }

    private Optional<ObjectNode> parse(String text) {
        try {
            Node root = compose(text);
            if (root instanceof MappingNode mapping) {
                return Optional.of(new YamlTree(problems).mapping(mapping));
            }
            whole("the file has no keys", "Begin with version: 1, api:, destinations: and jobs:.");
        } catch (ReaderException control) {
            int line = (int) text.codePoints()
                            .limit(control.getPosition())
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            problems.at(line, 1, "", "the text has a control character", "Remove it.");
        } catch (MarkedYAMLException syntax) {
            syntax(syntax);
        } catch (YAMLException limit) {
            whole("the file cannot be read as YAML: " + limit.getMessage(), "Write it more simply.");
        }
        return Optional.empty();
    }

    private static @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        // The tree has a limit of its own, on all values; jobs may share lists as often as they like.
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        return new Composer(
                        new ParserImpl(new StreamReader(new StringReader(text)), options),
                        new CoreSchemaResolver(),
                        options)
                .getSingleNode();
    }

    private void syntax(MarkedYAMLException syntax) {
        Mark mark = syntax.getProblemMark();
        String what = syntax.getProblem();
        boolean tab = what != null && what.contains("TAB");
        problems.at(
                mark == null ? 0 : mark.getLine() + 1,
                mark == null ? 0 : mark.getColumn() + 1,
                "",
                tab ? "a tab is used instead of spaces" : "the YAML is broken here: " + what,
                tab
                        ? "Indent with spaces."
                        : "Check this line and the one above: indentation, quotes, colons, brackets.");
    }

    private void whole(String message, String remedy) {
        problems.at(0, 0, "", message, remedy);
    }
}
