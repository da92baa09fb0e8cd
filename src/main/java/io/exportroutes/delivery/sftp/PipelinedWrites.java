package io.exportroutes.delivery.sftp;

import java.io.IOException;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.impl.AbstractSftpClient;
import org.apache.sshd.sftp.client.impl.SftpAckData;
import org.apache.sshd.sftp.client.impl.SftpOutputStreamAsync;
import org.apache.sshd.sftp.client.impl.SftpResponse;
import org.apache.sshd.sftp.client.impl.SftpStatus;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/**
 * Writes into a file with many requests in flight. The library's own close ignores an answer that is late, and all after it: one
 * of them may report a failed write, which leaves a hole in a file of the right size.
 */
final class PipelinedWrites extends SftpOutputStreamAsync {
    /** @param size of one request in bytes; 0 for what every server takes */
    PipelinedWrites(AbstractSftpClient sftp, int size, String path, CloseableHandle file) {
        super(sftp, size, path, file, false);
    }

    /**
     * Returns once the server has answered each write.
     *
     * @throws IOException if an answer reports a failure, or is overdue
     */
    void awaitAnswers() throws IOException {
        flush();
        try {
            SftpAckData write;
            while ((write = pendingAcks.pollFirst()) != null) {
                check(SftpResponse.parse(
                        SftpConstants.SSH_FXP_WRITE, getClient().receive(write.id)));
            }
        } finally {
            pendingAcks.clear(); // after a failure the others are not waited for
        }
    }

    private static void check(SftpResponse response) throws SftpException {
        SftpStatus status = SftpStatus.parse(response);
        if (!status.isOk()) {
            throw new SftpException(status.getStatusCode(), status.getMessage());
        }
    }
}
