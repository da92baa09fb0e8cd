package io.exportroutes.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import net.jqwik.api.Example;

class VisibleWriterTest {
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = VisibleWriter.over(text);

    @Example
    void linesAndTabsAreOursAndTheRestIsVisible() {
        out.println("one\u001b[2J\ttwo\rthree");
        out.printf("%s%n", "\u202e");

        assertThat(text.toString().lines()).containsExactly("one\\u001b[2J\ttwo\\rthree", "\\u202e");
    }

    @Example
    void aCharacterMayComeInTwoWrites() {
        out.write("a\ud83d");
        out.flush();
        out.write("\udc4d b\udb40");
        out.write("\udc41");
        out.write("c\ud83d");
        out.close();

        assertThat(text.toString()).isEqualTo("a👍 b\\udb40\\udc41c\\ud83d");
    }
}
