package io.exportroutes.lab.servers;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.Channel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.jspecify.annotations.Nullable;

/** Cuts or lies on demand. */
final class SftpFaults implements SftpEventListener, SftpFileSystemAccessor {
    private static final long NEVER = Long.MAX_VALUE;

    private final PlannedFaults faults = new PlannedFaults();
    private final AtomicLong bytesUntilCut = new AtomicLong(NEVER);
    private volatile PlannedFault cut = faults.plan("a cut", 0);
    private volatile PlannedFault corrupting = faults.plan("a corrupted write", 0);
    private final List<String> synced = new CopyOnWriteArrayList<>();
    private volatile long misreportedBytes;
    private volatile boolean refusingHidden;
    private volatile PlannedFault failing = faults.plan("a failed write", 0);
    private final AtomicLong room = new AtomicLong(NEVER);
    private volatile PlannedFault refusal = faults.plan("a refusal", 0);
    private volatile String refused = "";
    private volatile PlannedFault hashedEarly = faults.plan("a hash that is made too early", 0);
    private final Set<Handle> open = ConcurrentHashMap.newKeySet();
    private final List<HeldAnswer> held = new CopyOnWriteArrayList<>();

    void cutAfter(long bytes) {
        cut = faults.replace(cut, "a cut after " + bytes + " bytes", 1);
        bytesUntilCut.set(bytes);
    }

    void misreportSizesBy(long bytes) {
        misreportedBytes = bytes;
    }

    void corruptNextWrite() {
        corrupting = faults.replace(corrupting, "a corrupted write", 1);
    }

    void failNextWrite() {
        failing = faults.replace(failing, "a failed write", 1);
    }

    void limitRoom(long bytes) {
        room.set(bytes);
    }

    void refuseOnce(String path) {
        refused = path;
        refusal = faults.replace(refusal, "a refusal of " + path, 1);
    }

    void hashNextTooEarly() {
        hashedEarly = faults.replace(hashedEarly, "a hash that is made too early", 1);
    }

    HeldAnswer hold(String request) {
        HeldAnswer answer = new HeldAnswer(request, faults.plan("a held answer to " + request, 1));
        held.add(answer);
        return answer;
    }

    private void holdIfAsked(String request) {
        held.forEach(answer -> answer.meet(request));
    }

    /** @throws IllegalStateException where a fault was planned that did not strike */
    void requireStruck() {
        faults.requireStruck("SSH");
    }

    List<String> synced() {
        return List.copyOf(synced);
    }

    int openFiles() {
        return open.size();
    }

    @Override
    public void open(ServerSession session, String remoteHandle, Handle localHandle) {
        open.add(localHandle);
    }

    @Override
    public void closed(ServerSession session, String remoteHandle, Handle localHandle, @Nullable Throwable thrown) {
        open.remove(localHandle);
    }

    @Override
    public void syncFileData(SftpSubsystemProxy subsystem, FileHandle file, Path path, String handle, Channel channel)
            throws IOException {
        holdIfAsked("fsync " + path.getFileName());
        SftpFileSystemAccessor.super.syncFileData(subsystem, file, path, handle, channel);
        synced.add(path.getFileName().toString());
    }

    /** Only a file that is hashed is opened without any option. */
    @Override
    public SeekableByteChannel openFile(
            SftpSubsystemProxy subsystem,
            @Nullable FileHandle file,
            Path path,
            @Nullable String handle,
            Set<? extends OpenOption> options,
            FileAttribute<?>... attributes)
            throws IOException {
        return options.isEmpty() && hashedEarly.strikes()
                ? zeros(Files.size(path))
                : SftpFileSystemAccessor.super.openFile(subsystem, file, path, handle, options, attributes);
    }

    private static SeekableByteChannel zeros(long size) throws IOException {
        Path empty = Files.createTempFile("zeros", ".bin");
        try (RandomAccessFile longer = new RandomAccessFile(empty.toFile(), "rw")) {
            longer.setLength(size);
        }
        return Files.newByteChannel(empty, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
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
        if (remote.contains(refused) && refusal.strikes()) {
            throw new IOException("Not now");
        }
        holdIfAsked(remote);
        return local;
    }

    @Override
    public void writing(
            ServerSession session, String handle, FileHandle file, long offset, byte[] data, int start, int length)
            throws IOException {
        holdIfAsked("write " + file.getFile().getFileName());
        if (failing.strikes()) {
            throw new IOException("I/O error");
        }
        if (room.get() != NEVER && room.addAndGet(-length) < 0) {
            throw new IOException("No space left on device");
        }
        if (corrupting.strikes()) {
            data[start] ^= 1;
        }
        if (bytesUntilCut.get() != NEVER && bytesUntilCut.addAndGet(-length) <= 0) {
            bytesUntilCut.set(NEVER);
            cut.strikes();
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
