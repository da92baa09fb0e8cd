package io.exportroutes.cli.output;

import io.exportroutes.value.Visible;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * All output of a command passes here: control characters of text from outside are made visible. Line
 * ends and tabs are ours and pass; a value that may contain some has to pass {@link Visible#text} before.
 */
public final class VisibleWriter extends Writer {
    private final Writer out;
    /** The first half of a character whose second half comes with the next write, or empty. */
    private String half = "";

    private VisibleWriter(Writer out) {
        this.out = out;
    }

    public static PrintWriter over(Writer out) {
        return new PrintWriter(new VisibleWriter(out), true);
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        String text = half + new String(characters, offset, length);
        boolean cut = !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
        int end = cut ? text.length() - 1 : text.length();
        half = text.substring(end);
        out.write(Visible.lines(text.substring(0, end)));
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.write(Visible.lines(half));
        out.close();
    }
}
