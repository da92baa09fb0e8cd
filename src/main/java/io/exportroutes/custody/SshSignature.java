package io.exportroutes.custody;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signature as {@code ssh-keygen -Y sign} makes it and {@code ssh-keygen -Y verify} takes it (OpenSSH's PROTOCOL.sshsig), of the
 * one kind that a chain uses: Ed25519, SHA-512, and a namespace of our own, so that no signature for another purpose counts here.
 */
public final class SshSignature {
    /** The namespace of each signature of a chain. */
    public static final String NAMESPACE = "custody@export-routes";

    private static final Pattern ARMOR =
            Pattern.compile("\\s*-----BEGIN SSH SIGNATURE-----([A-Za-z0-9+/=\\r\\n]+)-----END SSH SIGNATURE-----\\s*");
    private static final byte[] MAGIC = SshWire.ascii("SSHSIG");
    private static final int VERSION = 1;
    private static final String HASH = "sha512";
    /** As long as ssh-keygen makes them; Java's own encoder makes lines of a multiple of four. */
    private static final String LINE = ".{70}(?=.)";

    /** Several times what one needs. */
    private static final int LARGEST = 8 * 1024;

    private final PublicKey key;
    private final byte[] signature;

    private SshSignature(PublicKey key, byte[] signature) {
        this.key = key;
        this.signature = signature;
    }

    /** The file {@code .sig} for these bytes. The same key and bytes give the same file. */
    public static byte[] sign(SigningKey key, byte[] bytes) {
        byte[] body = SshWire.strings(
                key.publicKey().blob(),
                SshWire.ascii(NAMESPACE),
                new byte[0],
                SshWire.ascii(HASH),
                key.sign(signed(bytes)));
        ByteBuffer all = ByteBuffer.allocate(MAGIC.length + Integer.BYTES + body.length);
        all.put(MAGIC).putInt(VERSION).put(body);
        String text = Base64.getEncoder().encodeToString(all.array()).replaceAll(LINE, "$0\n");
        return SshWire.ascii("-----BEGIN SSH SIGNATURE-----\n" + text + "\n-----END SSH SIGNATURE-----\n");
    }

    /** What a file {@code .sig} holds, or empty if it is no signature of this kind. */
    public static Optional<SshSignature> read(byte[] file) {
        if (file.length > LARGEST) {
            return Optional.empty();
        }
        Matcher armor = ARMOR.matcher(new String(file, StandardCharsets.ISO_8859_1));
        if (!armor.matches()) {
            return Optional.empty();
        }
        try {
            String text = armor.group(1).replaceAll("[\r\n]", "");
            byte[] bytes = Base64.getDecoder().decode(text);
            // Java tolerates what ssh-keygen refuses: bits at the end that belong to no byte.
            return Base64.getEncoder().encodeToString(bytes).equals(text)
                    ? parse(ByteBuffer.wrap(bytes))
                    : Optional.empty();
        } catch (IllegalArgumentException | BufferUnderflowException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<SshSignature> parse(ByteBuffer all) {
        byte[] magic = new byte[MAGIC.length];
        all.get(magic);
        int version = all.getInt();
        Optional<PublicKey> key = PublicKey.of(SshWire.next(all));
        String namespace = SshWire.nextText(all);
        SshWire.next(all); // reserved
        String hash = SshWire.nextText(all);
        ByteBuffer signature = ByteBuffer.wrap(SshWire.next(all));
        boolean ours = Arrays.equals(magic, MAGIC)
                && version == VERSION
                && namespace.equals(NAMESPACE)
                && hash.equals(HASH)
                && SshWire.nextText(signature).equals(PublicKey.TYPE);
        byte[] raw = ours ? SshWire.next(signature) : new byte[0];
        return ours && !all.hasRemaining() && !signature.hasRemaining()
                ? key.map(signer -> new SshSignature(signer, raw))
                : Optional.empty();
    }

    /** The key that it says it was made with; {@link #fits} shows whether it was. */
    public PublicKey key() {
        return key;
    }

    /** Whether it was made with its key, over exactly these bytes. */
    public boolean fits(byte[] bytes) {
        return key.verifies(signed(bytes), signature);
    }

    /** What the key signs in place of the bytes themselves. */
    private static byte[] signed(byte[] bytes) {
        byte[] fields = SshWire.strings(
                SshWire.ascii(NAMESPACE), new byte[0], SshWire.ascii(HASH), Digests.of("SHA-512", bytes));
        byte[] all = Arrays.copyOf(MAGIC, MAGIC.length + fields.length);
        System.arraycopy(fields, 0, all, MAGIC.length, fields.length);
        return all;
    }
}
