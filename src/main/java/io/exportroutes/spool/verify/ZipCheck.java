package io.exportroutes.spool.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Accepts a zip that starts with an entry, ends with its directory, has at least one entry, each at its own position, and
 * whose entries can be read to their end with the size and the CRC that the directory states. Names are only
 * shown, never used.
 */
final class ZipCheck {
    private static final int BUFFER = 64 * 1024;

    private ZipCheck() {}

    /** @param read the entries that were read to their end while the zip arrived; only they are not read again */
    static void check(CheckedContent content, ZipEntries read) throws IOException {
        int places = checkPlaces(content);
        // Names without the UTF-8 mark may be in any old code page: this one accepts every byte.
        try (ZipFile zip = new ZipFile(content.file().toFile(), StandardCharsets.ISO_8859_1)) {
            if (zip.size() == 0) {
                throw content.empty("the zip has no entries");
            }
            if (zip.size() != places) {
                throw content.corrupt("its directory has %d entries or %d".formatted(places, zip.size()), null);
            }
            checkEntries(content, zip, read);
        } catch (ZipException broken) {
            throw content.corrupt("the zip's directory is broken (" + broken.getMessage() + ")", broken);
        }
    }

    /** How many entries the directory has. */
    private static int checkPlaces(CheckedContent content) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(content.file().toFile(), "r")) {
            ZipEnd end = ZipEnd.read(file);
            checkEnds(content, end);
            return new ZipEntryRanges(content, file, end.directory()).check();
        }
    }

    private static void checkEnds(CheckedContent content, ZipEnd end) {
        if (!end.found()) {
            throw content.truncated("it has no zip directory at its end", null);
        }
        if (end.trailing() < 0) {
            throw content.truncated("the zip's comment has no end", null);
        }
        if (end.trailing() > 0) {
            throw content.corrupt(end.trailing() + " bytes follow the end of the zip", null);
        }
        if (!end.startsWithEntry()) {
            throw content.corrupt("it does not start with a zip entry", null);
        }
        if (end.directory().shift() != 0) {
            throw content.corrupt(
                    "the zip's directory is %d bytes from where it should be"
                            .formatted(end.directory().shift()),
                    null);
        }
    }

    private static void checkEntries(CheckedContent content, ZipFile zip, ZipEntries read) {
        byte[] buffer = new byte[BUFFER];
        Set<String> names = new HashSet<>();
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            content.signOfLife();
            ZipEntry entry = entries.nextElement();
            if (!names.add(entry.getName())) {
                throw content.corrupt("the entry %s is there twice".formatted(entry.getName()), null);
            }
            if (read.hold(entry)) {
                checkPlace(content, zip, entry);
            } else {
                checkEntry(content, zip, entry, buffer);
            }
        }
    }

    /** Whether an entry begins where the directory says. */
    private static void checkPlace(CheckedContent content, ZipFile zip, ZipEntry entry) {
        try (InputStream stream = zip.getInputStream(entry)) {
            stream.read();
        } catch (IOException broken) {
            throw content.corrupt(
                    "the entry %s is not where the directory says (%s)".formatted(entry.getName(), broken.getMessage()),
                    broken);
        }
    }

    private static void checkEntry(CheckedContent content, ZipFile zip, ZipEntry entry, byte[] buffer) {
        CRC32 crc = new CRC32();
        long size = 0;
        try (InputStream stream = zip.getInputStream(entry)) {
            int count = stream.read(buffer);
            while (count >= 0 && size <= entry.getSize()) {
                content.signOfLife();
                crc.update(buffer, 0, count);
                size += count;
                count = stream.read(buffer);
            }
        } catch (IOException broken) {
            throw content.corrupt(
                    "the entry %s cannot be read (%s)".formatted(entry.getName(), broken.getMessage()), broken);
        }
        if (size != entry.getSize()) {
            throw content.corrupt(
                    "the entry %s has %d bytes, the directory says %d"
                            .formatted(entry.getName(), size, entry.getSize()),
                    null);
        }
        if (crc.getValue() != entry.getCrc()) {
            throw content.corrupt(
                    "the entry %s has the CRC %08x, the directory says %08x"
                            .formatted(entry.getName(), crc.getValue(), entry.getCrc()),
                    null);
        }
    }
}
