package io.exportroutes.delivery;

import java.util.List;
import java.util.stream.LongStream;

/**
 * The temporary files beside an artifact's place. Each writer has its own, so that the bytes of two never mix: a
 * process that was considered dead may still be writing when the next one begins.
 */
public final class TempFiles {
    /** A run that was begun more often than this may leave something behind. */
    private static final int LOOK_BACK = 16;

    private TempFiles() {}

    /** The one for this content. */
    public static String name(String file, Content content) {
        return name(file, content.fence());
    }

    /** Those that earlier writers of the same place may have left; none if this content has no number. */
    public static List<String> leftovers(String file, Content content) {
        long fence = content.fence();
        if (fence < 2) {
            return List.of();
        }
        LongStream earlier = LongStream.range(Math.max(1, fence - LOOK_BACK), fence);
        return LongStream.concat(LongStream.of(0), earlier)
                .mapToObj(number -> name(file, number))
                .toList();
    }

    private static String name(String file, long fence) {
        return "." + file + (fence == 0 ? "" : "." + fence) + ".part";
    }
}
