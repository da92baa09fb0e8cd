package io.exportroutes.api.download;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what was downloaded, and what happened on the way. */
public final class MemoryTarget implements DownloadTarget {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final List<Long> promises = new ArrayList<>();
    volatile long count;
    int restarts;

    @Nullable
    String validator;

    /** As an earlier attempt left it. */
    static MemoryTarget with(String text, @Nullable String validator) {
        MemoryTarget target = new MemoryTarget();
        byte[] earlier = text.getBytes(StandardCharsets.ISO_8859_1);
        target.append(earlier, 0, earlier.length);
        target.validator = validator;
        return target;
    }

    String text() {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public long received() {
        return count;
    }

    @Override
    public @Nullable String validator() {
        return validator;
    }

    @Override
    public void remember(@Nullable String newValidator) {
        validator = newValidator;
    }

    @Override
    public void expect(long size) {
        promises.add(size);
    }

    @Override
    public void append(byte[] buffer, int offset, int length) {
        bytes.write(buffer, offset, length);
        count = bytes.size();
    }

    @Override
    public void restart() {
        bytes.reset();
        count = 0;
        validator = null;
        restarts++;
    }
}
