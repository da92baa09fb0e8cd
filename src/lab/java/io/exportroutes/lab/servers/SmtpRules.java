package io.exportroutes.lab.servers;

import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the SMTP server refuses, changed while it runs, and what it was told. */
final class SmtpRules {
    final Set<String> refusedRecipients = ConcurrentHashMap.newKeySet();
    final Queue<String> commands = new ConcurrentLinkedQueue<>();
    volatile boolean loginRequired = true;
    volatile boolean startTlsHidden;

    /** The lines of clients that begin with a command, in whatever case. */
    List<String> said(String command) {
        return commands.stream()
                .filter(line -> line.toUpperCase(Locale.ROOT).startsWith(command))
                .toList();
    }

    /** Whether a {@code RCPT TO:<…>} line names a refused recipient. */
    boolean refuses(String command) {
        String lower = command.toLowerCase(Locale.ROOT);
        return lower.startsWith("rcpt") && refusedRecipients.stream().anyMatch(one -> lower.contains("<" + one + ">"));
    }
}
