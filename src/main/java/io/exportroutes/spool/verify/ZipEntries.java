package io.exportroutes.spool.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The entries of a zip that were read to their end one after the other, with the size and the CRC that they had. */
final class ZipEntries {
    private static final int BUFFER = 64 * 1024;

    private final Map<String, Entry> good = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();

    private record Entry(long size, long crc) {}

    /** None: each one has to be read. */
    static ZipEntries none() {
        return new ZipEntries();
    }

    /**
     * Reads a zip that may still be arriving. The JDK compares each entry with its own header; {@link #hold}
     * compares it with the directory at the end.
     *
     * @throws IOException if it cannot be read this way, which some good zips cannot
     */
    static ZipEntries read(InputStream stream) throws IOException {
        ZipEntries entries = new ZipEntries();
        byte[] buffer = new byte[BUFFER];
        try (ZipInputStream zip = new ZipInputStream(stream, StandardCharsets.ISO_8859_1)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                long size = 0;
                for (int count = zip.read(buffer); count >= 0; count = zip.read(buffer)) {
                    size += count;
                }
                entries.add(entry.getName(), new Entry(size, entry.getCrc()));
            }
        }
        return entries;
    }

    /** Whether this entry of the directory was read, once, with the same size and CRC. */
    boolean hold(ZipEntry entry) {
        return new Entry(entry.getSize(), entry.getCrc()).equals(good.get(entry.getName()))
                && !ambiguous.contains(entry.getName());
    }

    private void add(String name, Entry entry) {
        if (good.put(name, entry) != null) {
            ambiguous.add(name);
        }
    }
}
