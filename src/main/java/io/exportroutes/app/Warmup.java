package io.exportroutes.app;

import io.exportroutes.ledger.Ledger;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads classes and libraries that each engine needs on a thread of its own, while the main thread still reads the command line
 * and the configuration: a start would otherwise leave a processor idle. It is a matter of speed alone.
 */
public final class Warmup {
    private static final Logger LOG = LoggerFactory.getLogger(Warmup.class);

    private Warmup() {}

    /** Returns at once; nobody waits for its end. */
    public static void begin() {
        Thread thread = new Thread(Warmup::load, "warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static void load() {
        try {
            Ledger.warmUp();
            SSLContext.getDefault();
        } catch (NoSuchAlgorithmException | RuntimeException failed) {
            // The first code that needs it fails in the same way, and reports it.
            LOG.debug("Not loaded beside the start", failed);
        }
    }
}
