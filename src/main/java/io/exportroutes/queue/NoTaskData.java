package io.exportroutes.queue;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import org.jspecify.annotations.Nullable;

/** An entry carries only its id: replaces db-scheduler's default, which deserializes Java objects from the database. */
final class NoTaskData implements Serializer {
    @Override
    public byte @Nullable [] serialize(@Nullable Object data) {
        return null;
    }

    @Override
    public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] data) {
        return null;
    }
}
