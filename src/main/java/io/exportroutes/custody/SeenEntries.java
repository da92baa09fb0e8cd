package io.exportroutes.custody;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The hashes of a chain's entries by their numbers: 40 bytes for each entry that was there, so that whole chains can be compared. */
final class SeenEntries {
    private static final int HASH = 32;

    private long[] numbers = new long[64];
    private byte[] hashes = new byte[64 * HASH];
    private int size;

    /** Adds the next one, with a higher number than all before it. */
    void add(long number, byte[] sha256) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size * HASH);
        }
        numbers[size] = number;
        System.arraycopy(sha256, 0, hashes, size * HASH, HASH);
        size++;
    }

    int size() {
        return size;
    }

    /** The highest number, or 0. */
    long last() {
        return size == 0 ? 0 : numbers[size - 1];
    }

    /** The hash as hex, or empty if there is no such entry. */
    Optional<String> sha256(long number) {
        int index = Arrays.binarySearch(numbers, 0, size, number);
        return index < 0
                ? Optional.empty()
                : Optional.of(HexFormat.of().formatHex(hashes, index * HASH, (index + 1) * HASH));
    }

    /** The lowest number that both have with other bytes. */
    Optional<Long> parting(SeenEntries other) {
        int mine = 0;
        int theirs = 0;
        while (mine < size && theirs < other.size) {
            if (numbers[mine] == other.numbers[theirs]) {
                if (!Arrays.equals(
                        hashes, mine * HASH, (mine + 1) * HASH, other.hashes, theirs * HASH, (theirs + 1) * HASH)) {
                    return Optional.of(numbers[mine]);
                }
                mine++;
                theirs++;
            } else if (numbers[mine] < other.numbers[theirs]) {
                mine++;
            } else {
                theirs++;
            }
        }
        return Optional.empty();
    }
}
