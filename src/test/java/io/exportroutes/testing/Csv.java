package io.exportroutes.testing;

import java.nio.charset.StandardCharsets;

/** Tables whose every line is another one, and other ones under another name: a mix-up of blocks or of exports is seen. */
public final class Csv {
    private Csv() {}

    /** A table with one row. */
    public static byte[] of(String name) {
        return "id,name\n1,%s\n".formatted(name).getBytes(StandardCharsets.UTF_8);
    }

    /** A table of whole lines with at most so many bytes, and hardly less: as many for each name of the same length. */
    public static byte[] of(String name, int bytes) {
        StringBuilder all = new StringBuilder("id,name\n");
        String row = "";
        for (int number = 1; all.length() + row.length() <= bytes; number++) {
            all.append(row);
            row = "%d,%s-%08x\n".formatted(number, name, 31 * number ^ name.hashCode());
        }
        return all.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
