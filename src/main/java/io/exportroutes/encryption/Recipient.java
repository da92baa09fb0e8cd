package io.exportroutes.encryption;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import io.exportroutes.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may read what is encrypted: the public half of a key pair that {@code age-keygen} made.
 *
 * @param name by which people know the key, or null
 * @param text {@code age1…}
 */
public record Recipient(@Nullable String name, String text) {
    private static final Pattern PLUGIN = Pattern.compile("age1([a-z0-9._+-]+)1[a-z0-9]+");
    private static final String IDENTITY = "AGE-SECRET-KEY-";

    /**
     * Why the text cannot be used as a recipient, without a word of it.
     *
     * @return what is wrong with it, in a sentence that begins after its name; null if nothing is
     */
    public static @Nullable String fault(String text) {
        Matcher plugin = PLUGIN.matcher(text);
        if (text.toUpperCase(Locale.ROOT).startsWith(IDENTITY)) {
            return "is an identity, the secret half of a key pair, which nothing here needs";
        }
        if (text.startsWith("ssh-")) {
            return "is an SSH key, and only keys of age itself are supported";
        }
        if (text.startsWith("age1pq") || text.startsWith("age1tag")) {
            return "is a recipient of a newer kind (" + (text.startsWith("age1pq") ? "age1pq" : "age1tag")
                    + "), and only X25519 recipients are supported";
        }
        if (plugin.matches()) {
            return "is a recipient of the plugin " + plugin.group(1) + ", and only keys of age itself are supported";
        }
        return isSound(text) ? null : "is no recipient of age: its checksum or its length is wrong";
    }

    private static boolean isSound(String text) {
        try {
            X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(text);
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
            return false;
        }
    }

    /** SHA-256 of the text, in lower-case hex: tells keys apart without naming them. */
    public String fingerprint() {
        return HexFormat.of().formatHex(Sha256.digest().digest(text.getBytes(StandardCharsets.US_ASCII)));
    }

    RecipientStanzaWriter writer() throws GeneralSecurityException {
        return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(text);
    }
}
