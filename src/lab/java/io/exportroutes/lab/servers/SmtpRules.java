package io.exportroutes.lab.servers;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the SMTP server refuses; changed while it runs. */
final class SmtpRules {
    final Set<String> refusedRecipients = ConcurrentHashMap.newKeySet();
    volatile boolean loginRequired = true;
    volatile boolean startTlsHidden;

    /** Whether a {@code RCPT TO:<…>} line names a refused recipient. */
    boolean refuses(String command) {
        String lower = command.toLowerCase(Locale.ROOT);
        return lower.startsWith("rcpt") && refusedRecipients.stream().anyMatch(one -> lower.contains("<" + one + ">"));
    }
}
