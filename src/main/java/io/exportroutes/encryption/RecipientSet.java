package io.exportroutes.encryption;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.value.Sha256;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * Who may read an artifact. What is encrypted for one set is encrypted once: each destination with that set gets the same bytes and the
 * same sidecar.
 *
 * @param recipients sorted, so that their order in exports.yaml makes no other set
 * @param plainDigest whether the sidecar says the SHA-256 of what is inside
 */
public record RecipientSet(List<Recipient> recipients, boolean plainDigest) {
    /** The format's name, as it begins each encrypted file. */
    public static final String FORMAT = "age-encryption.org/v1";

    /** What the names of encrypted artifacts end in. */
    public static final String SUFFIX = ".age";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHUNK = 64 * 1024;
    private static final int TAG = 16;
    private static final int NONCE = 16;
    private static final int HEADER = 70;
    private static final int STANZA = 98;

    public RecipientSet {
        recipients = recipients.stream()
                .sorted(Comparator.comparing(Recipient::text))
                .toList();
    }

    /** Identifies the set: SHA-256 of all that it says, in lower-case hex. */
    public String fingerprint() {
        return HexFormat.of().formatHex(Sha256.digest().digest(json().getBytes(StandardCharsets.UTF_8)));
    }

    /** How many bytes so many become. */
    public long sizeOf(long plain) {
        long chunks = Math.max(1, (plain + CHUNK - 1) / CHUNK);
        return HEADER + (long) STANZA * recipients.size() + NONCE + plain + TAG * chunks;
    }

    /**
     * A channel that encrypts what is written to it. The last bytes come only when it is closed, which closes the target too.
     *
     * @param target where the encrypted bytes go
     */
    public WritableByteChannel encrypting(WritableByteChannel target) throws IOException {
        List<RecipientStanzaWriter> writers = new ArrayList<>();
        try {
            for (Recipient recipient : recipients) {
                writers.add(recipient.writer());
            }
            return new StandardEncryptingChannelFactory().newEncryptingChannel(target, writers);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Recipients that were checked before cannot be encrypted for", e);
        }
    }

    /** The set as the ledger keeps it. Recipients are no secret. */
    public String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A set of recipients cannot be written as JSON", e);
        }
    }

    /** As {@link #json} wrote it. */
    public static RecipientSet of(String json) {
        try {
            return JSON.readValue(json, RecipientSet.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What the ledger has is no set of recipients: " + json, e);
        }
    }
}
