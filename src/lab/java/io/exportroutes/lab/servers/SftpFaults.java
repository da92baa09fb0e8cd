package io.exportroutes.lab.servers;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/** Cuts or lies on demand. */
final class SftpFaults implements SftpEventListener, SftpFileSystemAccessor {
    private static final long NEVER = Long.MAX_VALUE;

    private final AtomicLong bytesUntilCut = new AtomicLong(NEVER);
    private final AtomicBoolean corrupting = new AtomicBoolean();
    private final List<String> synced = new CopyOnWriteArrayList<>();
    private volatile long misreportedBytes;
    private volatile boolean refusingHidden;

    void cutAfter(long bytes) {
        bytesUntilCut.set(bytes);
    }

    void misreportSizesBy(long bytes) {
        misreportedBytes = bytes;
    }

    void corruptNextWrite() {
        corrupting.set(true);
    }

    List<String> synced() {
        return List.copyOf(synced);
    }

    @Override
    public void syncFileData(SftpSubsystemProxy subsystem, FileHandle file, Path path, String handle, Channel channel)
            throws IOException {
        SftpFileSystemAccessor.super.syncFileData(subsystem, file, path, handle, channel);
        synced.add(path.getFileName().toString());
    }

    void refuseHiddenFiles(boolean refuse) {
        refusingHidden = refuse;
    }

    /** As a server whose owner wants to see what he is sent; temporary files of ours have another end. */
    @Override
    public Path resolveLocalFilePath(SftpSubsystemProxy subsystem, Path root, String remote) throws IOException {
        Path local = SftpFileSystemAccessor.super.resolveLocalFilePath(subsystem, root, remote);
        if (refusingHidden && remote.contains("/.export-routes-destination")) {
            throw new AccessDeniedException(remote);
        }
        return local;
    }

    @Override
    public void writing(
            ServerSession session, String handle, FileHandle file, long offset, byte[] data, int start, int length) {
        if (corrupting.getAndSet(false)) {
            data[start] ^= 1;
        }
        if (bytesUntilCut.get() != NEVER && bytesUntilCut.addAndGet(-length) <= 0) {
            bytesUntilCut.set(NEVER);
            session.close(true);
        }
    }

    @Override
    public NavigableMap<String, Object> resolveReportedFileAttributes(
            SftpSubsystemProxy subsystem,
            Path file,
            int flags,
            NavigableMap<String, Object> attributes,
            LinkOption... options) {
        if (misreportedBytes != 0) {
            attributes.computeIfPresent("size", (name, size) -> ((Number) size).longValue() + misreportedBytes);
        }
        return attributes;
    }
}
