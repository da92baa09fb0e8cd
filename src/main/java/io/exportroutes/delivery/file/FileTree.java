package io.exportroutes.delivery.file;

import io.exportroutes.delivery.StoredObject;
import io.exportroutes.delivery.TreeListing;
import io.exportroutes.delivery.TreeListing.Entry;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;

/** What is below the base directory of a store. */
record FileTree(Path base) implements TreeListing.Tree {
    @Override
    public boolean visit(String folder, Consumer<Entry> visitor) throws IOException {
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(base.resolve(folder))) {
            for (Path path : paths) {
                visit(path, visitor);
            }
            return true;
        } catch (DirectoryIteratorException e) {
            throw new IOException(e.getMessage(), e);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return false;
        }
    }

    private static void visit(Path path, Consumer<Entry> visitor) throws IOException {
        String name = String.valueOf(path.getFileName());
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                visitor.accept(Entry.folder(name));
            } else if (attributes.isRegularFile()) {
                visitor.accept(Entry.file(
                        name, attributes.size(), attributes.lastModifiedTime().toInstant()));
            }
        } catch (NoSuchFileException e) {
            return; // removed meanwhile
        }
    }

    /** The file under the key, or empty. */
    static Optional<StoredObject> file(String key, Path path) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(new StoredObject(
                            key,
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
