package io.exportroutes.value;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ed25519 keys as openssl writes them: without the public one, for which the SSH library would need a library of its own. */
public final class Ed25519Pem {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final String TYPE = "ssh-ed25519";
    private static final int PUBLIC_LENGTH = 32;
    private static final int BLOCK = 8;

    private Ed25519Pem() {}

    /** The key in OpenSSH's format; any other file as it is. */
    public static byte[] toOpenSsh(byte[] file) {
        Matcher pem = PEM.matcher(new String(file, StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            return file;
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            if (KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded))
                    instanceof EdECPrivateKey key) {
                return openSsh(key.getBytes().orElseThrow());
            }
            return file;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return file; // a key of another kind
        }
    }

    private static byte[] openSsh(byte[] seed) throws GeneralSecurityException {
        byte[] open = publicKey(seed);
        byte[] blob = fields(TYPE.getBytes(StandardCharsets.US_ASCII), open);
        byte[] both = Arrays.copyOf(seed, seed.length + open.length);
        System.arraycopy(open, 0, both, seed.length, open.length);
        byte[] secret = fields(TYPE.getBytes(StandardCharsets.US_ASCII), open, both, new byte[0]);
        int checks = 2 * Integer.BYTES;
        int padded = (checks + secret.length + BLOCK - 1) / BLOCK * BLOCK;
        ByteBuffer part = ByteBuffer.allocate(padded).position(checks).put(secret);
        for (byte one = 1; part.hasRemaining(); one++) {
            part.put(one);
        }
        byte[] none = "none".getBytes(StandardCharsets.US_ASCII);
        byte[] head = fields(none, none, new byte[0]);
        byte[] keys = fields(blob, part.array());
        ByteBuffer all = ByteBuffer.allocate(15 + head.length + Integer.BYTES + keys.length);
        all.put("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII))
                .put(head)
                .putInt(1)
                .put(keys);
        String text = Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(all.array());
        return ("-----BEGIN OPENSSH PRIVATE KEY-----\n" + text + "\n-----END OPENSSH PRIVATE KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Java derives it only while it makes a key; so it makes this one. */
    private static byte[] publicKey(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new SecureRandom() {
            private static final long serialVersionUID = 1;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        });
        byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - PUBLIC_LENGTH, encoded.length);
    }

    private static byte[] fields(byte[]... values) {
        int length = Arrays.stream(values)
                .mapToInt(value -> Integer.BYTES + value.length)
                .sum();
        ByteBuffer fields = ByteBuffer.allocate(length);
        for (byte[] value : values) {
            fields.putInt(value.length).put(value);
        }
        return fields.array();
    }
}
