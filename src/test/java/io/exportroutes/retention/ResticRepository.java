package io.exportroutes.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncycastle.util.Arrays.concatenate;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * A repository of restic's own. Snapshots are written into it as restic writes them (AES-256-CTR, Poly1305-AES): a call of
 * {@code restic backup} for each would take most of a second.
 */
final class ResticRepository {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Random RANDOM = new Random(1);
    private static final int BLOCK = 16;
    private static final String PASSWORD = "secret";

    private final Path folder;
    private final Keys keys;
    private ZoneId zone = ZoneId.of("UTC");

    ResticRepository(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        this.folder = folder;
        restic("init", "--quiet");
        String master = restic("cat", "masterkey");
        JsonNode parts = JSON.readTree(master);
        this.keys = new Keys(
                parts.get("encrypt").binaryValue(),
                parts.at("/mac/k").binaryValue(),
                parts.at("/mac/r").binaryValue());
        makeThePasswordCheap(master.getBytes(StandardCharsets.UTF_8));
    }

    /** As restic makes it, each call would derive the key from the password for half a second. */
    private void makeThePasswordCheap(byte[] master) throws IOException, GeneralSecurityException {
        byte[] salt = new byte[64];
        byte[] derived = SCrypt.generate(PASSWORD.getBytes(StandardCharsets.UTF_8), salt, 2, 8, 1, 64);
        Keys ofPassword = new Keys(
                Arrays.copyOf(derived, 32), Arrays.copyOfRange(derived, 32, 48), Arrays.copyOfRange(derived, 48, 64));
        Map<String, Object> cheap = new TreeMap<>(Map.of("kdf", "scrypt", "N", 2, "r", 8, "p", 1, "salt", salt));
        cheap.put("created", "2026-01-01T00:00:00Z");
        cheap.put("data", ofPassword.seal(master));
        clear("keys");
        write("keys", JSON.writeValueAsBytes(cheap));
    }

    static void assumeInstalled() {
        boolean installed = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "restic")));
        assumeTrue(installed, "There is no restic: what it would keep is not compared");
    }

    /**
     * Lets it have these histories and no others.
     *
     * @param machine the zone of the machine on which restic made the snapshots, and runs
     */
    void hold(Map<String, SortedSet<Instant>> histories, ZoneId machine) throws IOException, GeneralSecurityException {
        zone = machine;
        clear("snapshots");
        for (Map.Entry<String, SortedSet<Instant>> history : histories.entrySet()) {
            for (Instant time : history.getValue()) {
                add(history.getKey(), time.atZone(zone));
            }
        }
    }

    private void add(String history, ZonedDateTime time) throws IOException, GeneralSecurityException {
        Map<String, Object> snapshot = new TreeMap<>();
        snapshot.put("time", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
        snapshot.put("tree", "0".repeat(64));
        snapshot.put("paths", List.of("/data"));
        snapshot.put("hostname", history);
        write("snapshots", keys.seal(JSON.writeValueAsBytes(snapshot)));
    }

    private void clear(String kind) throws IOException {
        try (Stream<Path> earlier = Files.list(folder.resolve(kind))) {
            for (Path file : earlier.toList()) {
                Files.delete(file);
            }
        }
    }

    private void write(String kind, byte[] content) throws IOException, GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
        Files.write(folder.resolve(kind).resolve(HexFormat.of().formatHex(digest)), content);
    }

    /** What {@code restic forget} would keep of each history. */
    Map<String, SortedSet<Instant>> kept(RetentionPolicy policy) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("forget", "--dry-run", "--json", "--group-by", "host"));
        policy.counts().forEach((rule, count) -> command.addAll(List.of("--" + rule.key(), count.toString())));
        if (policy.within() != null) {
            command.addAll(List.of("--keep-within", policy.within().toString()));
        }
        Map<String, SortedSet<Instant>> kept = new TreeMap<>();
        for (JsonNode group : JSON.readTree(restic(command.toArray(String[]::new)))) {
            SortedSet<Instant> times = new TreeSet<>();
            group.get("keep")
                    .forEach(snapshot -> times.add(
                            OffsetDateTime.parse(snapshot.get("time").asText()).toInstant()));
            kept.put(group.get("host").asText(), times);
        }
        return kept;
    }

    private String restic(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("restic", "--no-cache", "--repo", folder.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder.getParent(), "restic", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("RESTIC_PASSWORD", PASSWORD);
        builder.environment().put("TZ", zone.getId());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    private record Keys(byte[] encrypt, byte[] macK, byte[] macR) {
        byte[] seal(byte[] plain) throws GeneralSecurityException {
            byte[] iv = new byte[BLOCK];
            RANDOM.nextBytes(iv);
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(encrypt, "AES"), new IvParameterSpec(iv));
            byte[] encrypted = cipher.doFinal(plain);
            Poly1305 poly = new Poly1305(AESEngine.newInstance());
            poly.init(new ParametersWithIV(new KeyParameter(concatenate(macR, macK)), iv));
            poly.update(encrypted, 0, encrypted.length);
            byte[] mac = new byte[BLOCK];
            poly.doFinal(mac, 0);
            return concatenate(iv, encrypted, mac);
        }
    }
}
