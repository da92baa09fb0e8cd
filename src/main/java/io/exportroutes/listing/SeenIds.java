package io.exportroutes.listing;

/**
 * The ids seen so far, as hashes of 64 bits: a hundred thousand take two megabytes. In the unlikely case that two share a
 * hash, the listing seems to have shifted and is read again.
 */
final class SeenIds {
    private static final int FIRST_SIZE = 1 << 10;

    private long[] slots = new long[FIRST_SIZE];
    private int size;

    /** Records the id; false if it was seen before. */
    boolean add(String id) {
        if (!put(slots, hash(id))) {
            return false;
        }
        size++;
        if (size > slots.length / 2) {
            grow();
        }
        return true;
    }

    void clear() {
        slots = new long[FIRST_SIZE];
        size = 0;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long hash : slots) {
            if (hash != 0) {
                put(larger, hash);
            }
        }
        slots = larger;
    }

    private static boolean put(long[] slots, long hash) {
        int at = (int) hash & (slots.length - 1);
        while (slots[at] != 0) {
            if (slots[at] == hash) {
                return false;
            }
            at = (at + 1) & (slots.length - 1);
        }
        slots[at] = hash;
        return true;
    }

    /** FNV-1a, its bits mixed; never 0, which is an empty slot. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int at = 0; at < id.length(); at++) {
            hash = (hash ^ id.charAt(at)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }
}
