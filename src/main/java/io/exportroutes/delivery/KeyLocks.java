package io.exportroutes.delivery;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets one put at a time write a key: a cancelled attempt may still be running when the next one begins. */
public final class KeyLocks {
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    /**
     * Takes the key until the result is closed.
     *
     * @throws TransientFailure while another put has it
     */
    public Claim claim(String key) {
        if (!taken.add(key)) {
            throw new TransientFailure(
                    FailureCode.STILL_WRITING,
                    "An earlier attempt still writes " + key,
                    "The other write ends by its own timeout; the next attempt continues then");
        }
        return () -> taken.remove(key);
    }

    /** A key that is ours until this is closed. */
    public interface Claim extends AutoCloseable {
        @Override
        void close();
    }
}
