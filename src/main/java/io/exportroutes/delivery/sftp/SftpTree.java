package io.exportroutes.delivery.sftp;

import io.exportroutes.delivery.StoredObject;
import io.exportroutes.delivery.TreeListing;
import io.exportroutes.delivery.TreeListing.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is below the base directory of a store, looked at on one connection.
 *
 * @param base with a slash at its end
 */
record SftpTree(SftpConnection link, String base) implements TreeListing.Tree {
    @Override
    public boolean visit(String folder, Consumer<Entry> visitor) throws IOException {
        SftpClient sftp = link.sftp();
        byte[] handle;
        try {
            handle = link.awaitHandle(sftp.send(new SftpRequest(Sftp.OPENDIR).string(path(folder))));
        } catch (SftpRefusal e) {
            if (SftpConnection.isAbsent(e)) {
                return false;
            }
            throw e;
        }
        try {
            while (readSome(sftp, handle, visitor)) {
                // a server tells about a hundred entries at a time
            }
        } finally {
            sftp.awaitOk(sftp.send(new SftpRequest(Sftp.CLOSE).string(handle)));
        }
        return true;
    }

    private static boolean readSome(SftpClient sftp, byte[] handle, Consumer<Entry> visitor) throws IOException {
        ByteBuffer names;
        try {
            names = sftp.await(sftp.send(new SftpRequest(Sftp.READDIR).string(handle)), Sftp.NAME, sftp.limit());
        } catch (SftpRefusal e) {
            if (e.status() == SftpStatus.END_OF_FILE) {
                return false;
            }
            throw e;
        }
        int count = names.remaining() < Integer.BYTES ? 0 : names.getInt();
        for (int one = 0; one < count; one++) {
            String name = SftpClient.text(names);
            SftpClient.string(names); // as ls would show it
            SftpAttributes attributes = SftpAttributes.read(names);
            if (attributes.isFolder()) {
                visitor.accept(Entry.folder(name));
            } else if (attributes.isFile()) {
                visitor.accept(Entry.file(name, attributes.size(), attributes.modified()));
            }
        }
        return true;
    }

    /** The file under the key, or empty. */
    Optional<StoredObject> file(String key) throws IOException {
        SftpClient sftp = link.sftp();
        try {
            SftpReply asked = sftp.send(new SftpRequest(Sftp.STAT).string(path(key)));
            SftpAttributes attributes = SftpAttributes.read(sftp.await(asked, Sftp.ATTRIBUTES, sftp.limit()));
            return attributes.isFile()
                    ? Optional.of(new StoredObject(key, attributes.size(), attributes.modified()))
                    : Optional.empty();
        } catch (SftpRefusal e) {
            if (SftpConnection.isAbsent(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private String path(String below) {
        String path = base + below;
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
