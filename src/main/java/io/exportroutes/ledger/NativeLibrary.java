package io.exportroutes.ledger;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite itself, which its driver would otherwise unpack into the temporary folder at each start, and leave there when the
 * process is killed. The build unpacks it once, beside the driver's jar; where it did not, the driver does as it always does.
 */
final class NativeLibrary {
    private static final String FOLDER = "org.sqlite.lib.path";

    private NativeLibrary() {}

    /** To be called before the driver's first connection. */
    static void find() {
        CodeSource jar = SQLiteJDBCLoader.class.getProtectionDomain().getCodeSource();
        if (jar != null && jar.getLocation() != null && System.getProperty(FOLDER) == null) {
            beside(jar.getLocation().toString()).ifPresent(folder -> System.setProperty(FOLDER, folder.toString()));
        }
    }

    /** The folder with the library for this system, or empty if the build unpacked none. */
    static Optional<Path> beside(String jar) {
        try {
            Path folder = Path.of(new URI(jar)).resolveSibling("native" + LibraryLoaderUtil.getNativeLibResourcePath());
            return Optional.of(folder)
                    .filter(there -> Files.isRegularFile(there.resolve(LibraryLoaderUtil.getNativeLibName())));
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException noFile) {
            return Optional.empty();
        }
    }
}
