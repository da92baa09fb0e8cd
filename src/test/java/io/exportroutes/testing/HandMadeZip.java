package io.exportroutes.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A zip whose every byte is the test's own, also where no library would write it. */
public final class HandMadeZip {
    /** How an entry is written. */
    public enum Style {
        STORED,
        DEFLATED,
        /** Sizes and CRC follow the data, with their signature. */
        DESCRIPTOR,
        /** The same without the signature. */
        BARE_DESCRIPTOR,
        /** Sizes and place stand in the 64-bit extra field. */
        ZIP_64
    }

    private record Entry(String name, Style style, Data data, int start) {}

    private record Data(long crc, int packed, int size) {}

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Entry> directory = new ArrayList<>();

    /** Writes an entry and lists it. */
    public HandMadeZip with(String name, Style style, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        return write(name, style, data, out.size());
    }

    /** Writes an entry whose data is, byte for byte, another entry; both are listed. */
    public HandMadeZip withQuoted(String name, String quoted, String text) {
        HandMadeZip inner = new HandMadeZip().with(quoted, Style.STORED, text);
        int place = out.size() + 30 + name.length();
        write(name, Style.STORED, inner.out.toByteArray(), out.size());
        Entry entry = inner.directory.get(0);
        directory.add(new Entry(quoted, entry.style(), entry.data(), place));
        return this;
    }

    /** Lists the first entry once more, under another name. */
    public HandMadeZip withFirstAgain(String name) {
        Entry first = directory.get(0);
        directory.add(new Entry(name, first.style(), first.data(), first.start()));
        return this;
    }

    /** Writes an entry that claims so many bytes more than it has, at both places. */
    public HandMadeZip withTooLong(String name, String text, int more) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        Entry entry =
                new Entry(name, Style.STORED, new Data(crc(data), data.length + more, data.length + more), out.size());
        header(entry);
        out.writeBytes(data);
        directory.add(entry);
        return this;
    }

    /** Bytes that belong to no entry. */
    public HandMadeZip gap(int bytes) {
        out.writeBytes(new byte[bytes]);
        return this;
    }

    public byte[] bytes() {
        int from = out.size();
        directory.forEach(this::list);
        int length = out.size() - from;
        ByteBuffer end = buffer(22).putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
        end.putShort((short) directory.size()).putShort((short) directory.size());
        out.writeBytes(end.putInt(length).putInt(from).putShort((short) 0).array());
        return out.toByteArray();
    }

    private HandMadeZip write(String name, Style style, byte[] data, int start) {
        byte[] packed = style == Style.STORED || style == Style.ZIP_64 ? data : deflated(data);
        Entry entry = new Entry(name, style, new Data(crc(data), packed.length, data.length), start);
        header(entry);
        out.writeBytes(packed);
        if (descriptor(style)) {
            ByteBuffer descriptor = buffer(style == Style.DESCRIPTOR ? 16 : 12);
            if (style == Style.DESCRIPTOR) {
                descriptor.putInt(0x08074b50);
            }
            out.writeBytes(descriptor
                    .putInt((int) entry.data().crc())
                    .putInt(entry.data().packed())
                    .putInt(entry.data().size())
                    .array());
        }
        directory.add(entry);
        return this;
    }

    private void header(Entry entry) {
        boolean later = descriptor(entry.style());
        boolean wide = entry.style() == Style.ZIP_64;
        ByteBuffer header = buffer(30).putInt(0x04034b50).putShort((short) 45).putShort((short) (later ? 8 : 0));
        header.putShort(method(entry.style()))
                .putInt(0)
                .putInt(later ? 0 : (int) entry.data().crc());
        header.putInt(later ? 0 : wide ? -1 : entry.data().packed())
                .putInt(later ? 0 : wide ? -1 : entry.data().size());
        header.putShort((short) entry.name().length()).putShort((short) (wide ? 20 : 0));
        out.writeBytes(header.array());
        out.writeBytes(entry.name().getBytes(StandardCharsets.US_ASCII));
        if (wide) {
            out.writeBytes(buffer(20)
                    .putShort((short) 1)
                    .putShort((short) 16)
                    .putLong(entry.data().size())
                    .putLong(entry.data().packed())
                    .array());
        }
    }

    private void list(Entry entry) {
        boolean wide = entry.style() == Style.ZIP_64;
        ByteBuffer header = buffer(46).putInt(0x02014b50).putShort((short) 45).putShort((short) 45);
        header.putShort((short) (descriptor(entry.style()) ? 8 : 0))
                .putShort(method(entry.style()))
                .putInt(0);
        header.putInt((int) entry.data().crc())
                .putInt(wide ? -1 : entry.data().packed())
                .putInt(wide ? -1 : entry.data().size());
        header.putShort((short) entry.name().length()).putShort((short) (wide ? 28 : 0));
        header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
        out.writeBytes(header.putInt(wide ? -1 : entry.start()).array());
        out.writeBytes(entry.name().getBytes(StandardCharsets.US_ASCII));
        if (wide) {
            ByteBuffer extra = buffer(28).putShort((short) 1).putShort((short) 24);
            out.writeBytes(extra.putLong(entry.data().size())
                    .putLong(entry.data().packed())
                    .putLong(entry.start())
                    .array());
        }
    }

    private static boolean descriptor(Style style) {
        return style == Style.DESCRIPTOR || style == Style.BARE_DESCRIPTOR;
    }

    private static short method(Style style) {
        return (short) (style == Style.STORED || style == Style.ZIP_64 ? 0 : 8);
    }

    private static byte[] deflated(byte[] data) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(data);
        deflater.finish();
        byte[] packed = new byte[data.length + 64];
        int length = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, length);
    }

    private static long crc(byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(data);
        return crc.getValue();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
