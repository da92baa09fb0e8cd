package io.exportroutes.delivery.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server may send, in which order and how cut, and what becomes of the requests that wait for it. */
class SftpAnswersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final SftpAnswers answers = new SftpAnswers(() -> new SocketException("it was closed before the answer"));
    private SftpClient sftp;

    @BeforeEach
    void greet() throws IOException {
        sftp = new SftpClient(answers, new Greeted(), PATIENCE);
        assertThat(sftp.knows(Sftp.FSYNC)).isTrue();
    }

    @Test
    void answersMayComeInAnyOrderAndInAnyPieces() throws IOException {
        SftpReply first = sftp.send(new SftpRequest(Sftp.STAT).string("a"));
        SftpReply second = sftp.send(new SftpRequest(Sftp.STAT).string("b"));
        for (byte one : status(second, 2, "no b")) {
            answers.write(one);
        }
        answers.write(status(first, SftpStatus.OK, ""));
        sftp.awaitOk(first);
        assertThatThrownBy(() -> sftp.awaitOk(second))
                .isInstanceOfSatisfying(SftpRefusal.class, refusal -> assertThat(refusal.status())
                        .isEqualTo(2))
                .hasMessage("no b");
    }

    @Test
    void anAnswerToNoRequestEndsTheChannelAndAllThatWait() throws IOException {
        SftpReply asked = sftp.send(new SftpRequest(Sftp.STAT).string("a"));
        assertThatThrownBy(() -> answers.write(status(new SftpReply(asked.number() + 7), SftpStatus.OK, "")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> sftp.awaitOk(asked)).hasMessageContaining("a request that was not sent");
        assertThat(sftp.isOpen()).isFalse();
    }

    @Test
    void aSecondAnswerToARequestEndsTheChannel() throws IOException {
        SftpReply asked = sftp.send(new SftpRequest(Sftp.STAT).string("a"));
        answers.write(status(asked, SftpStatus.OK, ""));
        assertThatThrownBy(() -> answers.write(status(asked, SftpStatus.OK, "")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aPacketThatIsTooLongEndsTheChannelBeforeItIsRead() {
        assertThatThrownBy(() -> answers.write(
                        ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).array()))
                .hasMessageContaining("bytes");
        assertThatThrownBy(() -> sftp.send(new SftpRequest(Sftp.STAT).string("a")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anAnswerOfAnotherTypeIsNoSuccess() throws IOException {
        SftpReply asked = sftp.send(new SftpRequest(Sftp.CLOSE).string("a"));
        answers.write(packet(asked, new SftpRequest(Sftp.HANDLE).string("h")));
        assertThatThrownBy(() -> sftp.awaitOk(asked)).hasMessageContaining("type 102");
    }

    @Test
    void aFieldThatEndsBeyondItsPacketIsAFailure() throws IOException {
        SftpReply asked = sftp.send(new SftpRequest(Sftp.OPEN).string("a"));
        answers.write(packet(asked, new SftpRequest(Sftp.HANDLE).number(1000)));
        assertThatThrownBy(() -> SftpClient.string(sftp.await(asked, Sftp.HANDLE, PATIENCE)))
                .hasMessageContaining("in the middle of a field");
    }

    @Test
    void theEndOfTheChannelIsTheFailureOfAllThatWait() throws IOException {
        SftpReply asked = sftp.send(new SftpRequest(Sftp.STAT).string("a"));
        answers.close();
        assertThatThrownBy(() -> sftp.awaitOk(asked)).hasCauseInstanceOf(SocketException.class);
    }

    @Test
    void whoeverIsInterruptedWaitsNoLonger() throws IOException {
        SftpReply asked = sftp.send(new SftpRequest(Sftp.STAT).string("a"));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> sftp.awaitOk(asked)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).as("it stays interrupted").isTrue();
    }

    private static byte[] status(SftpReply reply, int status, String message) {
        SftpRequest packet =
                new SftpRequest(Sftp.STATUS).number(status).string(message).string("en");
        return bytes(packet.numbered(reply.number()));
    }

    private static byte[] packet(SftpReply reply, SftpRequest packet) {
        return bytes(packet.numbered(reply.number()));
    }

    private static byte[] bytes(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        return bytes;
    }

    /** What is sent to the server, which tells its version as soon as it is asked. */
    private final class Greeted extends OutputStream {
        private boolean told;

        @Override
        public void write(int one) {
            // It is not looked at.
        }

        @Override
        public void flush() throws IOException {
            if (!told) {
                told = true;
                answers.write(bytes(new SftpRequest(Sftp.VERSION)
                        .string(Sftp.FSYNC)
                        .string("1")
                        .numbered(Sftp.VERSION_3)));
            }
        }
    }
}
