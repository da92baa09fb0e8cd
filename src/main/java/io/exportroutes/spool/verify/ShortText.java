package io.exportroutes.spool.verify;

import io.exportroutes.value.Visible;

/** Text from inside an artifact or a reply, made fit to be shown: one line, its first 200 characters, each of them visible. */
final class ShortText {
    private static final int LONGEST = 200;

    private ShortText() {}

    static String text(String text) {
        StringBuilder start = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(start::appendCodePoint);
        return Visible.text(start.toString());
    }
}
