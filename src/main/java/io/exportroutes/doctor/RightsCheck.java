package io.exportroutes.doctor;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether this user may write where it has to, and others may not read or change what is not theirs. */
final class RightsCheck implements Check {
    private static final Pattern FILE_PLACEHOLDER = Pattern.compile("\\{\\{\\s*file:([^}:]+)");
    private static final Set<PosixFilePermission> ANY_OF_OTHERS = EnumSet.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);
    private static final Set<PosixFilePermission> WRITE_OF_OTHERS = EnumSet.of(PosixFilePermission.OTHERS_WRITE);

    private final Patient patient;
    private int looked;
    private int wrong;

    RightsCheck(Patient patient) {
        this.patient = patient;
    }

    @Override
    public String name() {
        return "rights";
    }

    @Override
    public void look(Findings findings) throws IOException {
        Path state = patient.options().state();
        if (Files.exists(state) && !Files.isWritable(state)) {
            wrong++;
            findings.fail(
                    "The state folder " + state + " cannot be written by this user",
                    "Give it to the user that runs the service: chown USER " + state);
        }
        closed(findings, state, "exports and the ledger are in it", "chmod 700 ");
        closed(findings, state.resolve("spool"), "exports are in it", "chmod 700 ");
        for (Path secret : secretFiles()) {
            closed(findings, secret, "it holds a secret", "chmod 600 ");
        }
        for (DestinationConfig destination : patient.destinations()) {
            String knownHosts = destination.properties().get("known-hosts-file");
            if (knownHosts != null) {
                unchangeable(findings, Path.of(knownHosts), "they could let in an impostor");
            }
            Path directory = FileDestinations.directory(destination);
            if (directory != null) {
                unchangeable(findings, directory, "they could replace copies");
            }
        }
        if (wrong == 0) {
            findings.ok(looked + " files and folders are open to their owner, and to others only as they may be");
        }
    }

    private void closed(Findings findings, Path path, String why, String command) throws IOException {
        look(findings, path, ANY_OF_OTHERS, "Others may read " + path + ": " + why, command + path);
    }

    private void unchangeable(Findings findings, Path path, String why) throws IOException {
        look(findings, path, WRITE_OF_OTHERS, "Others may change " + path + ": " + why, "chmod o-w " + path);
    }

    private void look(Findings findings, Path path, Set<PosixFilePermission> wide, String seen, String remedy)
            throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null || !Files.exists(path)) {
            return;
        }
        looked++;
        Set<PosixFilePermission> open = EnumSet.copyOf(wide);
        open.retainAll(view.readAttributes().permissions());
        if (!open.isEmpty()) {
            wrong++;
            findings.warn(seen, remedy);
        }
    }

    /** Those that exports.yaml names, and itself if it has a secret in it. */
    private Set<Path> secretFiles() throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        Path exportsYaml = patient.options().config().resolve("exports.yaml");
        String text = Files.readString(exportsYaml);
        if (!Redactor.of(patient.config()).redact(text).equals(text)) {
            files.add(exportsYaml);
        }
        Matcher placeholder = FILE_PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            files.add(Path.of(placeholder.group(1).strip()));
        }
        patient.destinations().forEach(destination -> {
            String key = destination.properties().get("private-key-file");
            if (key != null) {
                files.add(Path.of(key));
            }
        });
        return files;
    }
}
