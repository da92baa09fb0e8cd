package io.exportroutes.delivery.sftp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The place of the answer to one request; {@link SftpAnswers} guards it. */
final class SftpReply {
    private final int number;
    private @Nullable ByteBuffer answer;

    SftpReply(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    void give(ByteBuffer packet) {
        answer = packet;
    }

    @Nullable
    ByteBuffer answer() {
        return answer;
    }

    /** The answer from its type on; only once it is there. */
    ByteBuffer take() {
        ByteBuffer packet = answer;
        if (packet == null) {
            throw new IllegalStateException("There is no answer yet");
        }
        return packet;
    }
}
