package io.exportroutes.config.yaml;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The text of a small file, such as a mounted secret. */
final class PlaceholderFile {
    private static final long LARGEST = 65_536;

    private PlaceholderFile() {}

    static String read(String name) {
        try {
            Path file = Path.of(name);
            if (Files.isDirectory(file)) {
                throw Placeholders.unresolved(name + " is a folder", "Name a file that contains only the value.");
            }
            if (Files.size(file) > LARGEST) {
                throw Placeholders.unresolved(
                        "the file " + name + " has more than 64 KiB", "Name a file that contains only the value.");
            }
            return Files.readString(file).strip();
        } catch (NoSuchFileException | InvalidPathException missing) {
            throw Placeholders.unresolved("there is no file " + name, "Create it, or fix the path.");
        } catch (CharacterCodingException binary) {
            throw Placeholders.unresolved("the file " + name + " is not UTF-8 text", "Store the value as text.");
        } catch (IOException unreadable) {
            throw Placeholders.unresolved(
                    "the file " + name + " cannot be read", "Let the user that runs this program read it.");
        }
    }
}
