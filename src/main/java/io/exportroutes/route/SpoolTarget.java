package io.exportroutes.route;

import io.exportroutes.api.download.DownloadTarget;
import io.exportroutes.spool.SpoolFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Connects the downloader to the spool, which do not know each other.
 *
 * @param alive called repeatedly while existing bytes are read first
 */
record SpoolTarget(SpoolFile file, SpoolSpace space, Runnable alive) implements DownloadTarget {
    @Override
    public long received() {
        return file.received();
    }

    @Override
    public @Nullable String validator() {
        return file.validator();
    }

    @Override
    public void remember(@Nullable String validator) throws IOException {
        file.remember(validator);
    }

    @Override
    public void expect(long size) throws IOException {
        file.expect(size);
        space.expect(file, size);
    }

    @Override
    public void append(byte[] buffer, int offset, int length) throws IOException {
        space.grow(file, length);
        file.catchUp(alive);
        file.append(buffer, offset, length);
    }

    @Override
    public void restart() throws IOException {
        file.restart();
    }
}
