package io.exportroutes.spool;

import io.exportroutes.value.DaemonThreads;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncs a large file to the disk while it is still being written, so that the final sync, which delays the readers,
 * is short. Only that final sync has to succeed: it also covers whatever failed here.
 */
public final class WriteBehind {
    private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);
    private static final long STRIDE = 32L << 20;
    private static final int FILES_AT_A_TIME = 4;

    private static final ThreadPoolExecutor THREADS = new ThreadPoolExecutor(
            0,
            FILES_AT_A_TIME,
            2,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            DaemonThreads.named("write-behind"),
            new ThreadPoolExecutor.DiscardPolicy());

    private long unforced;

    /** Counts the written bytes; every so many of them another thread syncs the file. */
    public void wrote(FileChannel channel, long bytes) {
        unforced += bytes;
        if (unforced >= STRIDE) {
            unforced = 0;
            THREADS.execute(() -> force(channel));
        }
    }

    private static void force(FileChannel channel) {
        try {
            channel.force(false);
        } catch (IOException refused) {
            LOG.debug("The early sync failed; the final sync decides: {}", refused.getMessage());
        }
    }
}
