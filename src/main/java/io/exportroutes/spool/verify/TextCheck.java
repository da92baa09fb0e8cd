package io.exportroutes.spool.verify;

import java.io.IOException;
import java.io.InputStream;

/** Accepts SQL and CSV that contain more than white space. */
final class TextCheck {
    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private TextCheck() {}

    static void check(CheckedContent content) throws IOException {
        try (InputStream stream = content.open()) {
            int mark = 0;
            int next = stream.read();
            while (mark < BYTE_ORDER_MARK.length && next == BYTE_ORDER_MARK[mark]) {
                mark++;
                next = stream.read();
            }
            while (next >= 0 && Character.isWhitespace(next)) {
                next = stream.read();
            }
            if (next < 0) {
                throw content.empty("it holds nothing but white space");
            }
        }
    }
}
