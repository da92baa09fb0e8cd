package io.exportroutes.delivery.file;

import io.exportroutes.delivery.BaseDirectory;
import io.exportroutes.value.Folders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A base directory of this machine. */
record LocalBaseDirectory(Path directory) implements BaseDirectory.Access {
    private static final int LONGEST_MARKER = 4096;

    @Override
    public String place() {
        return directory.toString();
    }

    @Override
    public boolean exists() throws IOException {
        try {
            if (Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
                return true;
            }
            throw new NotDirectoryException(directory.toString());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void make() throws IOException {
        Folders.make(directory);
    }

    @Override
    public BaseDirectory.Marker read() throws IOException {
        try (InputStream marker = Files.newInputStream(directory.resolve(BaseDirectory.MARKER))) {
            return new BaseDirectory.Marker(
                    true, new String(marker.readNBytes(LONGEST_MARKER), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return BaseDirectory.Marker.ABSENT;
        } catch (AccessDeniedException e) {
            return BaseDirectory.Marker.HIDDEN;
        }
    }

    /** A link is made in one step, and only where there is nothing; not all file systems know links. */
    @Override
    public void write(String temporary, String text) throws IOException {
        Path marker = directory.resolve(BaseDirectory.MARKER);
        Path part = directory.resolve(temporary);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        SyncedFiles.write(part, new ByteArrayInputStream(bytes), bytes.length);
        try {
            Files.createLink(marker, part);
        } catch (FileAlreadyExistsException another) {
            Files.delete(part);
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            move(part, marker);
        }
        Files.deleteIfExists(part);
        Folders.force(directory);
    }

    private static void move(Path part, Path marker) throws IOException {
        try {
            Files.move(part, marker);
        } catch (FileAlreadyExistsException another) {
            Files.delete(part);
        }
    }

    @Override
    public void remove(String temporary) throws IOException {
        Files.deleteIfExists(directory.resolve(temporary));
    }

    @Override
    public @Nullable String fileSystem() {
        try {
            FileStore store = Files.getFileStore(directory);
            return store.type() + " " + store.name();
        } catch (IOException e) {
            return null; // for a message alone
        }
    }
}
