package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
    private static final List<String> PROMISED = List.of(
            "run",
            "once",
            "validate",
            "doctor",
            "reload",
            "jobs",
            "pause",
            "resume",
            "runs",
            "show",
            "dead-letters",
            "archive",
            "retention",
            "custody",
            "ledger",
            "hold",
            "drift",
            "report",
            "forget-directory",
            "web",
            "notify",
            "schema",
            "demo",
            "sandbox");

    static Stream<CommandLine> commands() {
        return tree(ExportRoutes.commandLine());
    }

    private static Stream<CommandLine> tree(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::tree));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandSaysHowItIsWrittenWhatItDoesAndGivesAnExample(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();

        String help = command.getUsageMessage();

        assertThat(help).startsWith("Usage: " + name);
        assertThat(command.getCommandSpec().usageMessage().description())
                .as(name)
                .isNotEmpty();
        assertThat(help).contains("Examples:").contains("--version");
        assertThat(help.substring(help.indexOf("Examples:")))
                .as("an example of its use")
                .contains(name.substring(name.lastIndexOf(' ') + 1));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandAnswersTheOptionHelp(CommandLine command) {
        String[] words = (command.getCommandSpec().qualifiedName() + " --help").split(" ");

        Bench.Outcome help = Bench.plain(Arrays.copyOfRange(words, 1, words.length));

        assertThat(help.status()).isZero();
        assertThat(help.out()).startsWith("Usage: ");
        assertThat(help.err()).isEmpty();
    }

    @Test
    void thePromisedCommandsAreThere() {
        assertThat(ExportRoutes.commandLine().getSubcommands().keySet()).containsExactlyInAnyOrderElementsOf(PROMISED);
        assertThat(commands().map(command -> command.getCommandSpec().qualifiedName(" ")))
                .filteredOn(name -> name.startsWith("export-routes dead-letters "))
                .extracting(name -> name.substring(name.lastIndexOf(' ') + 1))
                .containsExactlyInAnyOrder("list", "show", "replay", "release", "discard");
    }

    @Test
    void theHelpNamesEachExitStatus() {
        String help = Bench.plain("--help").out();

        for (ExitStatus status : ExitStatus.values()) {
            assertThat(help).containsPattern("(?m)^ *" + status.code() + " ");
        }
    }

    /** A partial run need not have one dead delivery: README.md's table says what else there is. */
    @Test
    void theHelpOfAPartialRunNamesAllThatCanBeMissing() {
        assertThat(Bench.plain("--help").out().replaceAll("\\s+", " "))
                .contains("3 partial: some artifacts were delivered and some were not");
        assertThat(Bench.plain("dead-letters", "list", "--help").out().replaceAll("\\s+", " "))
                .contains("sweeps whose exports were gone at the API");
    }

    @Test
    void withoutTheLabItsCommandsSayHowToGetIt() {
        MissingLab demo = MissingLab.all().get(0);

        StringWriter said = new StringWriter();
        int status = demo.commandLine()
                .setExecutionExceptionHandler(new FailureReport())
                .setErr(new PrintWriter(said))
                .execute("--keep");

        assertThat(status).isEqualTo(2);
        assertThat(said.toString()).contains("./export-routes demo").contains("target/lab-lib/*");
    }

    @Test
    void aSlipOfTheKeyboardIsUsageWithASuggestion() {
        Bench.Outcome wrong = Bench.plain("onec", "nightly");

        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("once").contains("--help");
        assertThat(wrong.out()).isEmpty();
    }
}
