package io.exportroutes.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;

class WrappedTextTest {
    private static final String TEXT = "connection_refused: Writing to the server was refused, as it was before";

    @Example
    void withoutATerminalItIsOneLineWhateverItHolds() {
        assertThat(lines("error  ", TEXT + "\nERROR Forged", 0)).containsExactly("error  " + TEXT + "\\nERROR Forged");
    }

    @Example
    void onATerminalItGoesOnBelowWhereItBegan() {
        assertThat(lines("error  ", TEXT, 40))
                .containsExactly(
                        "error  connection_refused: Writing to",
                        "       the server was refused, as it was",
                        "       before");
        assertThat(lines("error  ", TEXT, 200)).containsExactly("error  " + TEXT);
    }

    @Example
    void whatFitsOnNoLineStaysInOnePiece() {
        String location = "s3://acme-backups/crm/crm-nightly/2026/11/21/database.zip";

        assertThat(lines("  ", "Writing " + location + ": it was refused", 40))
                .containsExactly("  Writing " + location + ":", "  it was refused");
    }

    private static List<String> lines(String label, String text, int width) {
        return WrappedText.of(label, text, width).lines().toList();
    }
}
