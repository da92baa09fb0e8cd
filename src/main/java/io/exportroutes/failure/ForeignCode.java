package io.exportroutes.failure;

/**
 * A code that somebody else chose, passed on so that it can be looked up there: the API's own, a server's status, or that of
 * a failure which the ledger has. Ours are {@link FailureCode}s.
 *
 * @param word lower case with underscores, already cleaned where it came from a server
 */
public record ForeignCode(String word) implements ErrorCode {
    public ForeignCode {
        if (word.isBlank()) {
            throw new IllegalArgumentException("A failure's code is a word");
        }
    }

    /** Of an answer without an envelope: {@code http_502}. */
    public static ForeignCode http(int status) {
        return new ForeignCode("http_" + status);
    }

    /** Of an answer of an S3 server without an error code: {@code s3_status_403}. */
    public static ForeignCode s3(int status) {
        return new ForeignCode("s3_status_" + status);
    }

    /** Of an SFTP server: {@code sftp_status_4}. */
    public static ForeignCode sftp(int status) {
        return new ForeignCode("sftp_status_" + status);
    }

    /** Of an SMTP server: {@code smtp_451}. */
    public static ForeignCode smtp(String reply) {
        return new ForeignCode("smtp_" + reply);
    }
}
