package io.exportroutes.delivery.sftp;

/** Status codes of an SFTP server: those of version 3, and later ones that some servers send all the same. */
final class SftpStatus {
    static final int OK = 0;
    static final int END_OF_FILE = 1;
    static final int NO_SUCH_FILE = 2;
    static final int PERMISSION_DENIED = 3;
    static final int UNSUPPORTED = 8;
    static final int NO_SUCH_PATH = 10;
    static final int WRITE_PROTECT = 12;
    static final int NOT_A_DIRECTORY = 19;

    private SftpStatus() {}

    /** The name of a status code, as the drafts write it. */
    static String name(int status) {
        return switch (status) {
            case OK -> "SSH_FX_OK";
            case END_OF_FILE -> "SSH_FX_EOF";
            case NO_SUCH_FILE -> "SSH_FX_NO_SUCH_FILE";
            case PERMISSION_DENIED -> "SSH_FX_PERMISSION_DENIED";
            case 4 -> "SSH_FX_FAILURE";
            case 5 -> "SSH_FX_BAD_MESSAGE";
            case 6 -> "SSH_FX_NO_CONNECTION";
            case 7 -> "SSH_FX_CONNECTION_LOST";
            case UNSUPPORTED -> "SSH_FX_OP_UNSUPPORTED";
            case NO_SUCH_PATH -> "SSH_FX_NO_SUCH_PATH";
            case WRITE_PROTECT -> "SSH_FX_WRITE_PROTECT";
            case 14 -> "SSH_FX_NO_SPACE_ON_FILESYSTEM";
            case 15 -> "SSH_FX_QUOTA_EXCEEDED";
            case NOT_A_DIRECTORY -> "SSH_FX_NOT_A_DIRECTORY";
            default -> "status " + status;
        };
    }
}
