package io.exportroutes.delivery.s3;

import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** The SHA-256 that S3 keeps of an object that came by one request. */
public final class WholeChecksum {
    private static final int SHA256_BYTES = 32;

    private WholeChecksum() {}

    /**
     * In lower-case hex, or null if S3 tells none of the whole object: that of an upload in parts is one of their checksums, which
     * says nothing of the SHA-256 of the bytes.
     */
    public static @Nullable String of(HeadObjectResponse head) {
        String told = head.checksumSHA256();
        if (told == null || told.contains("-") || head.checksumType() == ChecksumType.COMPOSITE) {
            return null;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(told);
            return bytes.length == SHA256_BYTES ? HexFormat.of().formatHex(bytes) : null;
        } catch (IllegalArgumentException noBase64) {
            return null;
        }
    }

    /** A SHA-256 as S3 writes it. */
    static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
