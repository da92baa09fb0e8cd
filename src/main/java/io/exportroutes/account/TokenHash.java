package io.exportroutes.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Bearer tokens as the users file has them: {@code token-sha256$HASH}. A token is random throughout, so that a fast hash is enough.
 */
public final class TokenHash {
    /** With which each token begins. */
    public static final String PREFIX_OF_TOKENS = "exr_";

    private static final String PREFIX = "token-sha256$";
    private static final Pattern FORM = Pattern.compile("token-sha256\\$[0-9a-f]{64}");
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private TokenHash() {}

    static boolean isOne(String credential) {
        return FORM.matcher(credential).matches();
    }

    /** A new token; its beginning lets scanners for leaked secrets find it. */
    public static String newToken() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return PREFIX_OF_TOKENS + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    public static String of(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return PREFIX + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether it is the token of that hash. */
    public static boolean matches(String token, String credential) {
        return MessageDigest.isEqual(
                of(token).getBytes(StandardCharsets.US_ASCII), credential.getBytes(StandardCharsets.UTF_8));
    }
}
