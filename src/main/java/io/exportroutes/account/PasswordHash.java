package io.exportroutes.account;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Passwords as the users file has them: {@code pbkdf2-sha512$ITERATIONS$SALT$HASH}. */
public final class PasswordHash {
    /** What OWASP asks for with this function. */
    private static final int ITERATIONS = 210_000;

    private static final int BYTES = 32;
    private static final int SALT = 16;
    private static final Pattern FORM =
            Pattern.compile("pbkdf2-sha512\\$(\\d{4,7})\\$([A-Za-z0-9+/]{22,86}=*)\\$([A-Za-z0-9+/]{43}=)");
    private static final SecureRandom RANDOM = new SecureRandom();

    private PasswordHash() {}

    static boolean isOne(String credential) {
        return FORM.matcher(credential).matches();
    }

    /** A hash with a salt of its own. */
    public static String of(char[] password) {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return "pbkdf2-sha512$" + ITERATIONS + "$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(hash(password, salt, ITERATIONS));
    }

    /** Whether it is the password of that hash; it takes a tenth of a second. */
    public static boolean matches(char[] password, String credential) {
        Matcher form = FORM.matcher(credential);
        if (!form.matches()) {
            hash(password, new byte[SALT], ITERATIONS); // a name that is not known takes as long as one that is
            return false;
        }
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] found = hash(password, base64.decode(form.group(2)), Integer.parseInt(form.group(1)));
        return MessageDigest.isEqual(found, base64.decode(form.group(3)));
    }

    private static byte[] hash(char[] password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, 8 * BYTES);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            spec.clearPassword();
        }
    }
}
