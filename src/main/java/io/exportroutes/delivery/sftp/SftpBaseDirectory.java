package io.exportroutes.delivery.sftp;

import io.exportroutes.delivery.BaseDirectory;
import io.exportroutes.failure.TransientFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A base directory on an SSH server. If the server refuses to show or store the marker, the directory has none, and only its
 * existence is checked. Any other failure is transient and does not skip the marker.
 *
 * @param directory with a slash at its end
 */
record SftpBaseDirectory(SftpConnection link, String place, String directory) implements BaseDirectory.Access {
    private static final int LONGEST_MARKER = 4096;
    private static final long NOT_HASHED = -1;

    String marker() {
        return directory + BaseDirectory.MARKER;
    }

    @Override
    public boolean exists() throws IOException {
        try {
            String path = directory.length() > 1 ? directory.substring(0, directory.length() - 1) : directory;
            return link.size(path) != null;
        } catch (SftpRefusal refused) {
            if (SftpFailures.isRefusal(refused)) {
                return true; // it exists, but may not be read
            }
            throw refused;
        }
    }

    @Override
    public void make() throws IOException {
        link.makeDirectories(directory);
    }

    @Override
    public BaseDirectory.Marker read() throws IOException {
        try {
            byte[] bytes = link.start(marker(), LONGEST_MARKER);
            return bytes == null
                    ? BaseDirectory.Marker.ABSENT
                    : new BaseDirectory.Marker(true, new String(bytes, StandardCharsets.UTF_8));
        } catch (SftpRefusal refused) {
            if (SftpFailures.isRefusal(refused)) {
                return BaseDirectory.Marker.HIDDEN;
            }
            throw failed(refused);
        }
    }

    @Override
    public void write(String temporary, String text) throws IOException {
        String part = directory + temporary;
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            SftpUpload upload = new SftpUpload(link, part);
            upload.send(new ByteArrayInputStream(bytes), bytes.length, NOT_HASHED);
            upload.written();
            link.renameToUnused(part, marker());
        } catch (SftpRefusal refused) {
            remove(temporary);
            boolean another = read().text() != null;
            if (!another && !SftpFailures.isRefusal(refused)) {
                throw failed(refused);
            }
        }
    }

    private TransientFailure failed(SftpRefusal answer) {
        return SftpFailures.ofStatus(
                "The marker " + marker() + " of " + place,
                answer,
                "It is retried; if it keeps failing, check the server for a full disk or a quota, or set marker: false where it takes"
                        + " no hidden files");
    }

    @Override
    public void remove(String temporary) throws IOException {
        try {
            link.remove(directory + temporary);
        } catch (SftpRefusal refused) {
            return; // the next one of this name replaces it
        }
    }

    @Override
    public @Nullable String fileSystem() {
        return null;
    }
}
