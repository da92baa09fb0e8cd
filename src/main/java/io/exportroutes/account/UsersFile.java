package io.exportroutes.account;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Folders;
import io.exportroutes.value.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts, a line for each, in a file that its owner alone can read. It is read again whenever it has changed, so that who was
 * removed is out at once. A file that is not there has no accounts; a line that cannot be read is nobody's.
 */
public final class UsersFile {
    private static final Logger LOG = LoggerFactory.getLogger(UsersFile.class);
    private static final String HEAD =
            "# name:role:credential, written by: export-routes web users|tokens add NAME --role ROLE\n";

    private final Path file;
    private Map<String, Account> known = Map.of();
    private @Nullable Stamp read;

    public UsersFile(Path file) {
        this.file = file;
    }

    public Path path() {
        return file;
    }

    /** What changes with each change of the file. */
    private record Stamp(long modified, long size, String key) {}

    /**
     * The accounts by name, in the order of the file.
     *
     * @throws PermanentFailure {@code users_file_unusable} if the file is there and cannot be read
     */
    public synchronized Map<String, Account> accounts() {
        try {
            Stamp now = stamp();
            if (!now.equals(read)) {
                known = parse(Files.readAllLines(file, StandardCharsets.UTF_8));
                read = now;
            }
        } catch (NoSuchFileException none) {
            known = Map.of();
            read = null;
        } catch (IOException e) {
            throw unusable(e);
        }
        return known;
    }

    private Stamp stamp() throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(now.lastModifiedTime().toMillis(), now.size(), String.valueOf(now.fileKey()));
    }

    private Map<String, Account> parse(List<String> lines) {
        Map<String, Account> accounts = new LinkedHashMap<>();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Account account = Account.parse(line).orElse(null);
            if (account == null || accounts.putIfAbsent(account.name(), account) != null) {
                LOG.warn("Line {} of {} is no account, or a second one of that name: it lets nobody in", number, file);
            }
        }
        return accounts;
    }

    /** Adds the account, or takes the place of the one of that name. */
    public synchronized void put(Account account) {
        Map<String, Account> accounts = new LinkedHashMap<>(accounts());
        accounts.put(account.name(), account);
        write(accounts.values());
    }

    /** False if there is none of that name. */
    public synchronized boolean remove(String name) {
        Map<String, Account> accounts = new LinkedHashMap<>(accounts());
        if (accounts.remove(name) == null) {
            return false;
        }
        write(accounts.values());
        return true;
    }

    /** Under its own name the file is there only once it is whole. */
    private void write(Collection<Account> accounts) {
        Path folder = file.toAbsolutePath().getParent();
        Path whole = file.resolveSibling(file.getFileName() + ".tmp");
        String text =
                HEAD + accounts.stream().map(account -> account.line() + "\n").collect(Collectors.joining());
        try {
            Folders.make(folder);
            Files.deleteIfExists(whole);
            try (FileChannel channel = OwnerOnly.open(whole, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Folders.force(folder);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private PermanentFailure unusable(IOException cause) {
        return new PermanentFailure(
                FailureCode.USERS_FILE_UNUSABLE,
                "The users file " + file + " cannot be used: " + cause,
                "Give the program's user access to it and to its folder, or name another one at web.users-file.",
                cause);
    }
}
