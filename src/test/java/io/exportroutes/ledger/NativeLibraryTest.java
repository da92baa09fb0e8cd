package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;

class NativeLibraryTest {
    @Test
    void whatTheBuildUnpackedBesideTheJarIsUsed(@TempDir Path folder) throws IOException {
        Path jar = folder.resolve("a lib/sqlite-jdbc.jar");
        Path unpacked = folder.resolve("a lib/native" + LibraryLoaderUtil.getNativeLibResourcePath());
        assertThat(NativeLibrary.beside(jar.toUri().toString())).isEmpty();

        Files.createDirectories(unpacked);
        Files.createFile(unpacked.resolve(LibraryLoaderUtil.getNativeLibName()));

        assertThat(NativeLibrary.beside(jar.toUri().toString())).contains(unpacked);
    }

    @Test
    void aJarThatIsNoFileHasNone() {
        assertThat(NativeLibrary.beside("http://localhost/a.jar")).isEmpty();
        assertThat(NativeLibrary.beside("jar:file:/a.jar!/b.jar")).isEmpty();
    }
}
