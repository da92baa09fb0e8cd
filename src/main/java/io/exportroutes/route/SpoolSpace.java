package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import io.exportroutes.spool.SpoolFile;
import io.exportroutes.spool.SpoolRoom;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a download begin once the spool has room for it, and cancels it before the disk is full. */
final class SpoolSpace {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolSpace.class);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final String HINT =
            "Settle what the spool keeps (dead-letters list), free space on the disk of the state"
                    + " folder, or change limits.spool; then replay the run.";

    private final RunServices services;
    private final SpoolRoom room;

    SpoolSpace(RunServices services) {
        this.services = services;
        this.room = new SpoolRoom(
                services.spool(), services.config().service().limits().spool());
    }

    /** Waits for the space that is still to be filled, at most until the run's deadline. */
    void await(RunContext run, SpoolFile file, @Nullable Long size) {
        long missing = size == null ? -1 : Math.max(0, size - file.received());
        Optional<String> refused = room.promise(file.exportId(), missing);
        if (refused.isPresent()) {
            LOG.warn("Run {}: {} waits for space in the spool: {}", run.id(), file.exportId(), refused.get());
        }
        while (refused.isPresent()) {
            if (size != null && room.neverFits(size) || run.deadline().isPassed(services.clock())) {
                throw new PermanentFailure(FailureCode.SPOOL_FULL, sentence(file, refused.get()), HINT);
            }
            services.stopping().pause(LOOK, "Run " + run.id());
            run.ownedRun().check();
            file.touch();
            refused = room.promise(file.exportId(), missing);
        }
    }

    /** @throws PermanentFailure {@code spool_full} if the spool can never hold so many bytes at once */
    void checkEver(SpoolFile file, long bytes) {
        if (room.neverFits(bytes)) {
            throw new PermanentFailure(
                    FailureCode.SPOOL_FULL,
                    sentence(file, bytes + " bytes are wanted at once, more than limits.spool.max-size"),
                    HINT);
        }
    }

    /** Reserves so many bytes under a name, if there is room for them now; see {@link #release(String)}. */
    boolean reserve(String name, long bytes) {
        return room.promise(name, bytes).isEmpty();
    }

    void release(String name) {
        room.release(name);
    }

    /** As soon as the size is known. */
    void expect(SpoolFile file, long size) throws IOException {
        check(file, room.promise(file.exportId(), Math.max(0, size - file.received())));
    }

    /** Before each write. */
    void grow(SpoolFile file, int bytes) throws IOException {
        check(file, room.grow(file.exportId(), bytes));
    }

    void release(SpoolFile file) {
        room.release(file.exportId());
    }

    /** Transient: the next attempt waits for space before it begins. */
    private static void check(SpoolFile file, Optional<String> refused) throws IOException {
        if (refused.isPresent()) {
            ExportFailure failure = new TransientFailure(FailureCode.SPOOL_FULL, sentence(file, refused.get()), HINT);
            throw new IOException(failure.getMessage(), failure);
        }
    }

    private static String sentence(SpoolFile file, String why) {
        return "There is no room in the spool for " + file.exportId() + ": " + why;
    }
}
