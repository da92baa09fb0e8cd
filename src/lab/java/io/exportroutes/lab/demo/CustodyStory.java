package io.exportroutes.lab.demo;

import io.exportroutes.cli.ExportRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What comes after the deliveries: a copy is read back, fetched, verified by a stranger, damaged, repaired, and a plan made. */
final class CustodyStory {
    private static final String JOB = "crm-schema";
    private static final long PATIENCE_SECONDS = 30;

    private final Site site;
    private final PrintWriter out;

    CustodyStory(Site site, PrintWriter out) {
        this.site = site;
        this.out = out;
    }

    /** The section of exports.yaml, with a new key. */
    static String section(Site site) throws IOException {
        Path key = site.config().resolve("custody_key");
        try {
            byte[] made = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    key,
                    "-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder().encodeToString(made)
                            + "\n-----END PRIVATE KEY-----\n");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java since 15 has Ed25519", e);
        }
        return "custody: {signing-key-file: " + key + ", signer: demo@example.com}\n";
    }

    /** @return whether each step ended as it should */
    boolean tell() throws IOException, InterruptedException {
        Path restored = site.state().resolveSibling("restored");
        awaitChain();
        say("A copy is read back where it lies:");
        boolean well = run(0, "archive", "read-back", JOB, "--destination", "mirror");
        say("One is fetched as on a machine that has nothing but exports.yaml, without the ledger:");
        well &= run(0, "archive", "fetch", JOB, "--no-ledger", "--from", "mirror", "--to", restored.toString());
        well &= stranger();
        well &= damage();
        say("And what would expire if only the newest were kept:");
        return well & run(0, "retention", "plan", JOB, "--destination", "mirror");
    }

    /** The service brings the chains to their destinations a moment later. */
    private void awaitChain() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(chain().resolve("00000002.json")) && System.nanoTime() < end) {
            Thread.sleep(100);
        }
    }

    private Path chain() {
        return site.mirror().resolve("_custody").resolve(JOB);
    }

    private boolean stranger() throws IOException, InterruptedException {
        if (!isInstalled("python3") || !isInstalled("ssh-keygen")) {
            say("There is no python3 or no ssh-keygen here, with which a stranger would verify the chain; ours does:");
            return run(0, "archive", "verify", JOB, "--from", "mirror", "--full");
        }
        say("A stranger verifies the chain with what lies beside the copies: python3 _custody/verify.py --full . "
                + JOB);
        Process process = new ProcessBuilder("python3", "_custody/verify.py", "--full", ".", JOB)
                .directory(site.mirror().toFile())
                .redirectErrorStream(true)
                .start();
        try (InputStream said = process.getInputStream()) {
            new String(said.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> out.println("  " + line));
        }
        return process.waitFor() == 0;
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private boolean damage() throws IOException {
        Path copy;
        try (Stream<Path> files = Files.walk(site.mirror().resolve("crm").resolve(JOB))) {
            copy = files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".manifest.json"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(copy);
        bytes[bytes.length / 2] ^= 1;
        Files.write(copy, bytes);
        String export = copy.getFileName().toString().replaceFirst(".*?(exp_[^_]+_[^_]+_[^_]+)_.*", "$1");
        say("One bit of that copy is flipped behind our back:");
        boolean well = run(1, "archive", "verify", JOB, "--from", "mirror", "--full");
        say("It is written anew from a good copy, and the bad one stays as evidence:");
        return well & run(0, "archive", "repair", export + "@mirror");
    }

    private void say(String what) {
        out.println();
        out.println(what);
    }

    private boolean run(int expected, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        out.println("  $ export-routes " + String.join(" ", command));
        all.addAll(List.of(
                "--config", site.config().toString(), "--state", site.state().toString()));
        out.flush();
        int status = ExportRoutes.execute(all, out, out);
        if (status != expected) {
            out.println("  (exit status " + status + " instead of " + expected + ")");
        }
        return status == expected;
    }
}
