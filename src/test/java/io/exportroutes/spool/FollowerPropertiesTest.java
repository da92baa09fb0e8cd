package io.exportroutes.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.TransientFailure;
import io.exportroutes.testing.Background;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What a follower yields is what was written, at whatever pace each of them goes. */
class FollowerPropertiesTest {
    private static final AtomicInteger IDS = new AtomicInteger();
    private static Path folder = Path.of("unset");

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("followers");
    }

    @AfterContainer
    static void deleteFolder() throws IOException {
        Files.deleteIfExists(folder);
    }

    @Property(tries = 60)
    void everyFollowerYieldsExactlyWhatWasWritten(
            @ForAll @IntRange(min = 1, max = 200_000) int size, @ForAll long seed, @ForAll boolean announced)
            throws Exception {
        Spool spool = new Spool(folder, Duration.ofMinutes(2));
        SpoolFile file = spool.open("exp_" + IDS.incrementAndGet());
        byte[] written = bytes(size, seed);
        if (announced) {
            file.expect(size);
        }
        List<CompletableFuture<byte[]>> followers = new ArrayList<>();
        for (int follower = 0; follower < 3; follower++) {
            SpoolReader reader = file.read("follower " + follower, file.expectedSize());
            Random pace = new Random(seed + follower);
            followers.add(Background.call(() -> drain(reader, pace)));
        }
        write(file, written, new Random(seed));
        assertThat(file.progress()).allMatch(progress -> progress.name().equals("download") || progress.done() < size);
        file.complete(noted -> {});
        for (CompletableFuture<byte[]> follower : followers) {
            assertThat(Arrays.equals(follower.get(), written)).isTrue();
        }
        spool.remove(file.exportId());
    }

    @Property(tries = 40)
    void aFollowerNeverMixesTwoDownloads(@ForAll @IntRange(min = 2, max = 50_000) int size, @ForAll long seed)
            throws Exception {
        Spool spool = new Spool(folder, Duration.ofMinutes(2));
        SpoolFile file = spool.open("exp_" + IDS.incrementAndGet());
        SpoolReader reader = file.read("follower", file.expectedSize());
        CompletableFuture<byte[]> follower = Background.call(() -> drain(reader, new Random(seed)));
        write(file, bytes(size, seed), new Random(seed));
        file.restart();
        byte[] second = bytes(size, seed + 1);
        write(file, second, new Random(seed));
        file.complete(noted -> {});
        byte[] got = follower.get();
        assertThat(got.length == 0 || Arrays.equals(got, second)).isTrue();
        spool.remove(file.exportId());
    }

    /** All bytes, or none where the download was restarted. */
    private static byte[] drain(SpoolReader reader, Random pace) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[70_000];
        try (reader) {
            int count = reader.read(buffer, 0, 1 + pace.nextInt(buffer.length));
            while (count >= 0) {
                assertThat(count).isPositive();
                all.write(buffer, 0, count);
                count = reader.read(buffer, 0, 1 + pace.nextInt(buffer.length));
            }
            return all.toByteArray();
        } catch (IOException thrown) {
            assertThat(thrown).hasCauseInstanceOf(TransientFailure.class);
            return new byte[0];
        }
    }

    private static void write(SpoolFile file, byte[] bytes, Random pace) throws IOException {
        int at = 0;
        while (at < bytes.length) {
            int count = Math.min(bytes.length - at, 1 + pace.nextInt(30_000));
            file.append(bytes, at, count);
            at += count;
        }
    }

    private static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
