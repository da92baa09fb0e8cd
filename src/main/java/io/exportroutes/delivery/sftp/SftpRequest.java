package io.exportroutes.delivery.sftp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One request as it is sent: its length, type, number, then its fields. */
final class SftpRequest {
    private static final int LENGTH = 4;
    private static final int NUMBER_AT = LENGTH + 1;

    private ByteBuffer frame = ByteBuffer.allocate(256);

    SftpRequest(int type) {
        frame.putInt(0).put((byte) type).putInt(0);
    }

    static SftpRequest extended(String name) {
        return new SftpRequest(Sftp.EXTENDED).string(name);
    }

    SftpRequest string(String text) {
        return string(text.getBytes(StandardCharsets.UTF_8));
    }

    SftpRequest string(byte[] bytes) {
        room(Integer.BYTES + bytes.length);
        frame.putInt(bytes.length).put(bytes);
        return this;
    }

    SftpRequest number(int number) {
        room(Integer.BYTES);
        frame.putInt(number);
        return this;
    }

    SftpRequest longNumber(long number) {
        room(Long.BYTES);
        frame.putLong(number);
        return this;
    }

    /** The bytes to send. The number of {@link Sftp#INIT}, which has none, is the version that it asks for. */
    ByteBuffer numbered(int number) {
        frame.putInt(0, frame.position() - LENGTH).putInt(NUMBER_AT, number);
        return frame.flip();
    }

    private void room(int bytes) {
        if (frame.remaining() < bytes) {
            int used = frame.position();
            frame = ByteBuffer.wrap(Arrays.copyOf(frame.array(), 2 * used + bytes))
                    .position(used);
        }
    }
}
