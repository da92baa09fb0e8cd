package io.exportroutes.path;

import io.exportroutes.lab.sandbox.ArtifactContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** An ordinary zip of some megabytes, each entry in its place, that unpacks to 60 GB: to read it takes long. */
final class SlowZip {
    private static final int ENTRIES = 20;
    private static final int CHUNK = 64 << 20;
    private static final int CHUNKS = 48;
    /** In 32 bits without a sign, as a zip has it. */
    private static final int UNPACKED = (int) ((long) CHUNK * CHUNKS);

    private static final int HEADER = 31;

    private SlowZip() {}

    /** @param asItArrives whether it can be read while it arrives; otherwise only by its directory */
    static ArtifactContent content(boolean asItArrives) throws IOException {
        byte[] chunk = chunk();
        return out -> write(out, chunk, asItArrives);
    }

    private static void write(OutputStream out, byte[] chunk, boolean asItArrives) throws IOException {
        byte[] end = {1, 0, 0, -1, -1}; // a last block, stored, of no bytes
        int packed = chunk.length * CHUNKS + end.length;
        int crc = crc();
        ByteBuffer directory = buffer(ENTRIES * (HEADER + 16));
        int at = asItArrives ? 0 : HEADER + 12;
        if (!asItArrives) {
            // Stored, with its size behind it: nobody who reads from the start knows where it ends.
            out.write(local('?', 8, 0, 0, 0));
            out.write(buffer(12).array());
        }
        for (int entry = 0; entry < ENTRIES; entry++) {
            char name = (char) ('a' + entry);
            out.write(local(name, 0, crc, packed, UNPACKED));
            for (int count = 0; count < CHUNKS; count++) {
                out.write(chunk);
            }
            out.write(end);
            listed(directory, name, crc, packed, at);
            at += HEADER + packed;
        }
        out.write(directory.array());
        ByteBuffer last = buffer(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) ENTRIES)
                .putShort((short) ENTRIES);
        out.write(last.putInt(directory.capacity()).putInt(at).array());
    }

    private static byte[] local(char name, int flags, int crc, int packed, int size) {
        return buffer(HEADER)
                .putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) flags)
                .putShort((short) (size == 0 ? 0 : 8))
                .putInt(0)
                .putInt(crc)
                .putInt(packed)
                .putInt(size)
                .putInt(1)
                .put((byte) name)
                .array();
    }

    private static void listed(ByteBuffer directory, char name, int crc, int packed, int at) {
        directory.putInt(0x02014b50).putShort((short) 20).putShort((short) 20);
        directory.putShort((short) 0).putShort((short) 8).putInt(0).putInt(crc);
        directory.putInt(packed).putInt(UNPACKED).putShort((short) 1);
        directory.position(directory.position() + 12);
        directory.putInt(at).put((byte) name);
    }

    /** Of what an entry unpacks to. */
    private static int crc() {
        CRC32 crc = new CRC32();
        byte[] zeros = new byte[1 << 20];
        for (int count = 0; count < (CHUNK >> 20) * CHUNKS; count++) {
            crc.update(zeros);
        }
        return (int) crc.getValue();
    }

    /** A chunk of zeros that may follow itself. */
    private static byte[] chunk() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater, 1 << 16, true)) {
            byte[] zeros = new byte[1 << 20];
            for (int count = 0; count < CHUNK >> 20; count++) {
                out.write(zeros);
            }
            out.flush();
            return packed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
