package io.exportroutes.custody;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The strings of SSH's binary formats: each with its length in four bytes before it. */
final class SshWire {
    private SshWire() {}

    static byte[] strings(byte[]... values) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] value : values) {
            all.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
            all.writeBytes(value);
        }
        return all.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The next string.
     *
     * @throws BufferUnderflowException if it is not whole
     */
    static byte[] next(ByteBuffer from) {
        int length = from.getInt();
        if (length < 0 || length > from.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] value = new byte[length];
        from.get(value);
        return value;
    }

    /** As {@link #next}, as text. */
    static String nextText(ByteBuffer from) {
        return new String(next(from), StandardCharsets.UTF_8);
    }
}
