package io.exportroutes.delivery;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is remembered of one destination from one start of the program to the next. */
public interface DestinationMemory {
    /** Of an application that remembers nothing. */
    DestinationMemory NONE = new DestinationMemory() {
        @Override
        public String destination() {
            return "";
        }

        @Override
        public Optional<Seen> recall() {
            return Optional.empty();
        }

        @Override
        public void remember(Seen seen) {
            // Until the next start at most, which is the store's own affair.
        }

        @Override
        public String howToForget() {
            return "start the application anew";
        }
    };

    /** The destination's name, or nothing where it has none. */
    String destination();

    /** What was remembered last, or empty. */
    Optional<Seen> recall();

    /** Takes the place of what was remembered before, durably. */
    void remember(Seen seen);

    /** What a user does to begin anew, as a part of a sentence. */
    String howToForget();

    /**
     * A base directory.
     *
     * @param place how the configuration names it; what is remembered of another place counts for nothing
     * @param id its marker's
     * @param found whether the marker was seen there; otherwise it was about to be made
     * @param fileSystem where it lay, for a message, or null
     */
    record Seen(
            String place,
            String id,
            boolean found,
            @Nullable String fileSystem) {}
}
