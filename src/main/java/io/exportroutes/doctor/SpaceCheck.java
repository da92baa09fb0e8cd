package io.exportroutes.doctor;

import io.exportroutes.app.AppContext;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.overdue.ExpectedCopy;
import io.exportroutes.value.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether spool and file destinations have room for the next artifact. */
record SpaceCheck(Patient patient) implements Check {
    private static final long LEAST = 1L << 30;

    @Override
    public String name() {
        return "space";
    }

    @Override
    public void look(Findings findings) throws IOException {
        long last = lastArtifact();
        look(findings, "the spool", patient.options().state().resolve("spool"), last);
        for (DestinationConfig destination : patient.destinations()) {
            Path directory = FileDestinations.directory(destination);
            if (directory != null) {
                look(findings, destination.name(), directory, last);
            }
        }
    }

    private static void look(Findings findings, String what, Path folder, long last) throws IOException {
        Path there = nearest(folder);
        if (there == null) {
            return; // the check of the destination says so
        }
        long free = Files.getFileStore(there).getUsableSpace();
        long wanted = Math.max(LEAST, 2 * last);
        String seen = "%s free for %s in %s".formatted(about(free), what, folder)
                + (last == 0 ? "" : "; the largest last artifact has " + about(last));
        if (free < wanted) {
            findings.warn(seen, "Free some space there: at least " + about(wanted) + " are advisable");
        } else {
            findings.ok(seen);
        }
    }

    private static @Nullable Path nearest(Path folder) {
        Path there = folder.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }

    /** The largest of the jobs' last artifacts; 0 if there is none. */
    private long lastArtifact() {
        AppContext ledger = patient.ledger();
        if (ledger == null) {
            return 0;
        }
        return ledger.expectedCopies().of(patient.jobs()).stream()
                .map(ExpectedCopy::last)
                .mapToLong(copy -> copy == null ? 0 : copy.stored().size())
                .max()
                .orElse(0);
    }

    /** Rounded down, as nobody needs all digits. */
    private static String about(long bytes) {
        if (bytes < 1 << 20) {
            return bytes + " bytes";
        }
        int unit = bytes < 10 * LEAST ? 20 : 30;
        return Sizes.print(bytes >> unit << unit);
    }
}
