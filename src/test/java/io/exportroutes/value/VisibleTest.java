package io.exportroutes.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class VisibleTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Example
    void aTextWithoutControlCharactersIsItself() {
        String text = "Größe 3 µm, 東京, 👍, a\\u001b";

        assertThat(Visible.text(text)).isSameAs(text);
    }

    @Example
    void controlAndFormatCharactersAreWrittenAsTheirNumber() {
        assertThat(Visible.text("a\u001b[31m\u0007\u0000\u007f\u009b"))
                .isEqualTo("a\\u001b[31m\\u0007\\u0000\\u007f\\u009b");
        assertThat(Visible.text("\u202e\u2066\u2028\u2029\u200b\u200d\ufeff"))
                .isEqualTo("\\u202e\\u2066\\u2028\\u2029\\u200b\\u200d\\ufeff");
        assertThat(Visible.text("tag \udb40\udc41, half \ud83d.")).isEqualTo("tag \\udb40\\udc41, half \\ud83d.");
    }

    @Example
    void aLineEndMakesNoLineUnlessTheTextIsOurOwn() {
        assertThat(Visible.text("one\r\ntwo\tthree")).isEqualTo("one\\r\\ntwo\\tthree");
        assertThat(Visible.lines("one\ntwo\tthree\rfour\u001b")).isEqualTo("one\ntwo\tthree\\rfour\\u001b");
    }

    @Property
    void nothingHiddenIsLeft(@ForAll String text) {
        assertThat(Visible.text(text).codePoints())
                .noneMatch(point -> Character.isISOControl(point) || Character.getType(point) == Character.FORMAT);
        assertThat(Visible.text(Visible.text(text))).isEqualTo(Visible.text(text));
    }

    @Property
    void jsonWithVisibleCharactersIsTheSameJson(@ForAll String text) throws JsonProcessingException {
        String json = JSON.writeValueAsString(text);

        assertThat(JSON.readValue(Visible.text(json), String.class)).isEqualTo(text);
    }
}
