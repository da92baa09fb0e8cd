package io.exportroutes.config;

import io.exportroutes.config.yaml.Problems;
import io.exportroutes.config.yaml.Section;
import io.exportroutes.encryption.Recipient;
import io.exportroutes.encryption.RecipientSet;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code encrypt} of a destination: who its recipients are, each checked by its checksum. */
final class EncryptionReader {
    private static final String ENCRYPT = "encrypt";
    private static final String TO = "to";
    private static final String TO_FILE = "to-file";
    private static final String NAMES = "names";
    private static final String REMEDY =
            "Write the recipient that age-keygen prints as \"public key\": age1 and 58 more characters.";

    private final Section section;
    private final Problems problems;
    private final List<String> texts = new ArrayList<>();
    private boolean sound = true;

    private EncryptionReader(Section section) {
        this.section = section;
        this.problems = section.problems();
    }

    static @Nullable RecipientSet read(Section destination) {
        return destination.has(ENCRYPT) && !destination.value(ENCRYPT).isMissingNode()
                ? new EncryptionReader(destination.section(ENCRYPT)).set()
                : null;
    }

    /** Null where it is wrong, or unknown to a command without secrets. */
    private @Nullable RecipientSet set() {
        if (section.has(TO) == section.has(TO_FILE)) {
            problems.value(
                    section.path(),
                    section.has(TO) ? "it has both to and to-file" : "it says nobody who may read the artifacts",
                    "Write either to: [age1…] or to-file: config/recipients.txt.");
            return null;
        }
        if (section.has(TO)) {
            ofList();
        } else {
            section.optional(TO_FILE).ifPresent(this::ofFile);
        }
        List<String> names = section.texts(NAMES);
        if (section.has(NAMES) && sound && names.size() != texts.size()) {
            problems.value(
                    section.path(NAMES),
                    "%d names for %d recipients".formatted(names.size(), texts.size()),
                    "Write a name for each, in the same order, or leave names out.");
            sound = false;
        }
        return sound && !texts.isEmpty() ? set(names) : null;
    }

    private RecipientSet set(List<String> names) {
        List<Recipient> recipients = new ArrayList<>();
        for (int at = 0; at < texts.size(); at++) {
            recipients.add(new Recipient(names.isEmpty() ? null : names.get(at), texts.get(at)));
        }
        return new RecipientSet(recipients, !section.text("plain-digest").equals("omit"));
    }

    private void ofList() {
        List<String> written = section.texts(TO);
        for (int at = 0; at < written.size(); at++) {
            String path = section.path(TO) + "[" + at + "]";
            if (problems.isWrong(path)) {
                sound = false;
            } else {
                add(path, "", written.get(at));
            }
        }
    }

    private void ofFile(String name) {
        String path = section.path(TO_FILE);
        try {
            List<String> lines = Files.readAllLines(Path.of(name));
            for (int at = 0; at < lines.size(); at++) {
                String line = lines.get(at).strip();
                if (!line.isEmpty() && !line.startsWith("#")) {
                    add(path, "line " + (at + 1) + " of it ", line);
                }
            }
            if (sound && texts.isEmpty()) {
                fault(path, "it has no recipients", REMEDY);
            }
        } catch (IOException | InvalidPathException unreadable) {
            fault(
                    path,
                    problems.shown(path, name) + " cannot be read: " + reason(unreadable),
                    "Name a file of recipients, one a line, from the working folder or with its whole path.");
        }
    }

    private static String reason(Exception unreadable) {
        if (unreadable instanceof NoSuchFileException) {
            return "there is no such file";
        }
        return unreadable instanceof MalformedInputException
                ? "it is no text"
                : unreadable.getClass().getSimpleName();
    }

    private void add(String path, String where, String text) {
        String fault = Recipient.fault(text);
        if (fault == null) {
            Set<String> known = new HashSet<>(texts);
            texts.add(text);
            if (known.contains(text)) {
                fault(path, where + "names a recipient twice", "Leave it out.");
            }
        } else {
            fault(path, (where.isEmpty() ? "it " : where) + fault, REMEDY);
        }
    }

    private void fault(String path, String message, String remedy) {
        problems.value(path, message, remedy);
        sound = false;
    }
}
