package io.exportroutes.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** age's own program, and key pairs that its age-keygen made for the tests. */
public final class AgeProgram {
    public static final Pair OPS = new Pair(
            "age17s5rlvzvv5fe0t6d6qu7mu5t8xemwr7ysvjz0j7xx487e6jgru9sdkne95",
            "AGE-SECRET-KEY-1ETDNRQG4VARK5EAZCCDHDLENM5JVCRMEL5ZY4MGVGQAZZ00FZ9FS4UTMVJ");
    public static final Pair ESCROW = new Pair(
            "age1af4mcwzwc6rx0qkqvp8vp9k005kszp76le38qe00zwf35eh8nfqqr3csh3",
            "AGE-SECRET-KEY-1EE8UD5S3VFA8DPL9QJ2MKTSLERANWCTPSRMYX6SQAQ3TFLV9ZUNSZ0FM7G");
    public static final Pair STRANGER = new Pair(
            "age1t0t8m4udxsk7hr8r0mkvcf8x4476h2mhjdm2xya3nu6a72nglpsqrvpu9t",
            "AGE-SECRET-KEY-1HHR8JY9DSRE56JWUFK8Z3X3RJ7TPPX86PTMQAACK3H732SMHAYGSFYTFSX");

    private AgeProgram() {}

    /** The two halves of a key. */
    public record Pair(String recipient, String identity) {
        /** Its secret half as a file that only its owner can read. */
        public Path file(Path folder) throws IOException {
            Path file = folder.resolve(recipient.substring(0, 12) + ".key");
            Files.writeString(file, "# public key: " + recipient + "\n" + identity + "\n");
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    public static void assumeInstalled() {
        boolean installed = Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "age")));
        assumeTrue(installed, "There is no age: what it opens and writes is not compared");
    }

    /** Runs it; returns its exit status. */
    public static int run(String... arguments) throws IOException, InterruptedException {
        Process age = new ProcessBuilder(
                        Stream.concat(Stream.of("age"), Stream.of(arguments)).toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(age.waitFor(30, TimeUnit.SECONDS))
                .as("age ends: %s", List.of(arguments))
                .isTrue();
        return age.exitValue();
    }
}
