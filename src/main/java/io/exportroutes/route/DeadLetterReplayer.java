package io.exportroutes.route;

import io.exportroutes.config.ReplayConfig;
import io.exportroutes.deadletter.DeadLetters;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code deadLetterReplayer}: the long retries. */
public final class DeadLetterReplayer {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterReplayer.class);

    private final DeadLetters deadLetters;
    private final @Nullable ReplayConfig replay;

    /** @param replay null: dead letters are replayed by hand only */
    public DeadLetterReplayer(DeadLetters deadLetters, @Nullable ReplayConfig replay) {
        this.deadLetters = deadLetters;
        this.replay = replay;
    }

    /** Replays each dead letter that is within the replay period and whose interval has passed. */
    public void replayDue() {
        if (replay == null) {
            return;
        }
        List<String> runs = deadLetters.replayDue(replay.every(), replay.period());
        if (!runs.isEmpty()) {
            LOG.info("Replaying dead letters: {}", String.join(", ", runs));
        }
    }
}
