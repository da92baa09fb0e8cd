package io.exportroutes.custody;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of the chains at a destination, by their keys. */
public final class CustodyFiles {
    /** The folder of all of it, directly below the destination's prefix. */
    public static final String FOLDER = "_custody/";

    /** Whose signatures count: what {@link AllowedSigners} reads. */
    public static final String ALLOWED_SIGNERS = FOLDER + "allowed_signers";

    /** How a stranger checks and opens what is here. */
    public static final String README = FOLDER + "README.txt";

    /** The program that checks it. */
    public static final String PROGRAM = FOLDER + "verify.py";

    private static final Pattern ENTRY = Pattern.compile("(\\d{8}|[1-9]\\d{8,11})\\.json");
    private static final String SIGNATURE = ".sig";

    private CustodyFiles() {}

    /** The folder of a job's chain, with a slash at its end. */
    public static String chain(String job) {
        return FOLDER + job + "/";
    }

    public static String entry(String job, long seq) {
        return chain(job) + entryName(seq);
    }

    public static String signature(String job, long seq) {
        return entry(job, seq) + SIGNATURE;
    }

    /** The name of an entry's file in the chain's folder. */
    public static String entryName(long seq) {
        return "%08d.json".formatted(seq);
    }

    /** The number of the entry under this key or name, or empty if it is none. */
    public static OptionalLong number(String key) {
        Matcher name = ENTRY.matcher(key.substring(key.lastIndexOf('/') + 1));
        long seq = name.matches() ? Long.parseLong(name.group(1)) : 0;
        return seq > 0 ? OptionalLong.of(seq) : OptionalLong.empty();
    }

    /** What {@link #README} and {@link #PROGRAM} hold. */
    public static byte[] contents(String key) {
        String name = key.substring(FOLDER.length());
        try (InputStream resource = Objects.requireNonNull(CustodyFiles.class.getResourceAsStream(name), name)) {
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
