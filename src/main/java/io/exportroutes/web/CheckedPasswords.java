package io.exportroutes.web;

import io.exportroutes.account.Account;
import io.exportroutes.web.Credentials.Password;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The passwords that were right before: browsers send theirs with each call, and the slow hash would be computed each time. They are
 * kept as a fast hash with a key of this process, and count only while the users file has the same slow hash.
 */
final class CheckedPasswords {
    private static final int MOST = 1000;
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final Map<String, String> credentials = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    CheckedPasswords() {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, "HmacSHA256");
    }

    synchronized boolean isKnown(Account account, Password password) {
        return account.credential().equals(credentials.get(hash(password)));
    }

    synchronized void add(Account account, Password password) {
        credentials.put(hash(password), account.credential());
    }

    private String hash(Password password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            String text = password.name() + ":" + password.password();
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
