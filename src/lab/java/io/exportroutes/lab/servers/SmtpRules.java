package io.exportroutes.lab.servers;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What the SMTP server refuses, changed while it runs, and what it was told. */
final class SmtpRules {
    final Set<String> refusedRecipients = ConcurrentHashMap.newKeySet();
    volatile boolean loginRequired = true;
    volatile boolean startTlsHidden;

    final AtomicInteger logins = new AtomicInteger();
    final List<String> recipients = new CopyOnWriteArrayList<>();

    /** Notes a line of a client that names a recipient or begins a login. */
    void note(String line) {
        String command = line.toUpperCase(Locale.ROOT);
        if (command.startsWith("AUTH")) {
            logins.incrementAndGet();
        } else if (command.startsWith("RCPT")) {
            recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
        }
    }

    /** Whether a {@code RCPT TO:<…>} line names a refused recipient. */
    boolean refuses(String command) {
        String lower = command.toLowerCase(Locale.ROOT);
        return lower.startsWith("rcpt") && refusedRecipients.stream().anyMatch(one -> lower.contains("<" + one + ">"));
    }
}
