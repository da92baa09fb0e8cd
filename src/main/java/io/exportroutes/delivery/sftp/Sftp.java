package io.exportroutes.delivery.sftp;

/** Numbers and names of SFTP version 3 (draft-ietf-secsh-filexfer-02) and of the extensions that are used. */
final class Sftp {
    static final int VERSION_3 = 3;

    // Requests.
    static final int INIT = 1;
    static final int OPEN = 3;
    static final int CLOSE = 4;
    static final int READ = 5;
    static final int WRITE = 6;
    static final int OPENDIR = 11;
    static final int READDIR = 12;
    static final int REMOVE = 13;
    static final int MKDIR = 14;
    static final int REALPATH = 16;
    static final int STAT = 17;
    static final int RENAME = 18;
    static final int EXTENDED = 200;

    // Answers.
    static final int VERSION = 2;
    static final int STATUS = 101;
    static final int HANDLE = 102;
    static final int DATA = 103;
    static final int NAME = 104;
    static final int ATTRIBUTES = 105;
    static final int EXTENDED_REPLY = 201;

    // Ways to open a file.
    static final int TO_READ = 0x01;
    static final int TO_WRITE_ANEW = 0x02 | 0x08 | 0x10;

    // Attributes.
    static final int HAS_SIZE = 0x01;

    // Extensions.
    static final String FSYNC = "fsync@openssh.com";
    static final String LIMITS = "limits@openssh.com";
    static final String POSIX_RENAME = "posix-rename@openssh.com";
    /** The request. There is one for an open file, too, which ProFTPD refuses for files that are open for writing alone. */
    static final String CHECK_FILE_NAME = "check-file-name";

    /** As ProFTPD announces both requests. */
    static final String CHECK_FILE = "check-file";

    private Sftp() {}
}
