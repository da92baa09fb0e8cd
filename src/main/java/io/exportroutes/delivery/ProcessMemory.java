package io.exportroutes.delivery;

import io.exportroutes.ledger.KnownDirectory;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** For an application without a ledger: the facts last as long as the process. */
final class ProcessMemory implements DestinationMemory {
    private final Map<String, KnownDirectory> known = new ConcurrentHashMap<>();
    private final String writer = UUID.randomUUID().toString();

    @Override
    public String destination() {
        return "";
    }

    @Override
    public String writer() {
        return writer;
    }

    @Override
    public Optional<KnownDirectory> recall(String place) {
        return Optional.ofNullable(known.get(place));
    }

    @Override
    public KnownDirectory note(KnownDirectory directory) {
        return known.merge(directory.place(), directory, KnownDirectory::and);
    }

    @Override
    public String howToForget() {
        return "restart the application";
    }
}
